/** PNG files by edge length in pixels. */
export type Pngs = ReadonlyMap<number, Buffer>

const icoSizes = [16, 24, 32, 48, 64, 128, 256]
/** Names of Apple's icon format for PNG content, by edge length in pixels. */
const icnsNames: readonly (readonly [string, number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512]
]

/** A Windows icon: a directory of 16-byte entries, then the PNGs. */
export function icoOf(pngs: Pngs): Buffer {
  const images = icoSizes.map((size) => ({ size, png: pngOf(pngs, size) }))
  const head = Buffer.alloc(6 + 16 * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  images.forEach(({ size, png }, i) => {
    const at = 6 + 16 * i
    // 256 is written as 0.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...images.map(({ png }) => png)])
}

/** A macOS icon: named chunks, each with its length, in a file that begins with its own. */
export function icnsOf(pngs: Pngs): Buffer {
  const chunks = icnsNames.map(([name, size]) => chunk(name, pngOf(pngs, size)))
  return chunk('icns', Buffer.concat(chunks))
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([head, content])
}

function pngOf(pngs: Pngs, size: number): Buffer {
  const png = pngs.get(size)
  if (!png) throw new Error(`no picture of ${size} pixels`)
  return png
}
