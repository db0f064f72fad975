import type { Rpc } from '../rpc.ts'
import { type Header, readHeader } from './headers.ts'

/** The newest L1 block that is not younger than `timestampSec`; L1's first block where all are younger. Looks back from the head in doubling steps, then bisects. */
export async function l1OriginOf({
  l1,
  head,
  timestampSec
}: {
  l1: Rpc
  head: Header
  timestampSec: number
}): Promise<Header> {
  let newer = head
  for (let step = 1; newer.timestampSec > timestampSec && newer.number > 0; step *= 2) {
    const older = await headerAt(l1, Math.max(0, newer.number - step))
    if (older.timestampSec <= timestampSec) return bisect({ l1, older, newer, timestampSec })
    newer = older
  }
  return newer
}

type Range = { l1: Rpc; older: Header; newer: Header; timestampSec: number }

async function bisect({ l1, older, newer, timestampSec }: Range): Promise<Header> {
  let [low, high] = [older, newer.number]
  while (high - low.number > 1) {
    const middle = await headerAt(l1, Math.floor((low.number + high) / 2))
    if (middle.timestampSec <= timestampSec) low = middle
    else high = middle.number
  }
  return low
}

async function headerAt(l1: Rpc, number: number): Promise<Header> {
  const header = await readHeader(l1, number)
  if (!header) throw new Error(`L1 block ${number} went away`)
  return header
}
