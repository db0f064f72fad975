import { ApduError } from './apdu.ts'

const hardened = 0x80000000
const coin = [44 + hardened, 60 + hardened] as const
const maxSteps = 10

export type PathAndRest = { path: number[]; rest: Uint8Array }

/** n, n x u32be, and what follows. Throws ApduError invalidData for what is no path, badPath for one outside 44'/60'. */
export function readPath(data: Uint8Array): PathAndRest {
  const steps = data[0] ?? 0
  const end = 1 + 4 * steps
  if (steps === 0 || steps > maxSteps || data.length < end) throw new ApduError('invalidData')
  const view = new DataView(data.buffer, data.byteOffset)
  const path = Array.from({ length: steps }, (_, i) => view.getUint32(1 + 4 * i))
  if (path[0] !== coin[0] || path[1] !== coin[1]) throw new ApduError('badPath')
  return { path, rest: data.slice(end) }
}
