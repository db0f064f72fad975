import type { TrayState } from '../shell.ts'

const colours: Record<TrayState['severity'], readonly [red: number, green: number, blue: number]> = {
  ok: [46, 160, 67],
  notice: [56, 132, 244],
  warning: [219, 142, 0],
  critical: [218, 54, 51],
  stopped: [128, 134, 142]
}

/** A filled dot with soft edge, `size` x `size` pixels, as nativeImage.createFromBitmap takes it (blue, green, red, alpha; premultiplied). */
export function dotImage(severity: TrayState['severity'], size: number): Buffer {
  const [red, green, blue] = colours[severity]
  const bitmap = Buffer.alloc(size * size * 4)
  const centre = (size - 1) / 2
  const radius = size * 0.4
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const alpha = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(x - centre, y - centre)))
      const pixel = [blue, green, red, 255].map((part) => Math.round(part * alpha))
      bitmap.set(pixel, (y * size + x) * 4)
    }
  }
  return bitmap
}
