import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'

/** Chain time = local time + offset. A head is seen some seconds after its own timestamp, so the offset is averaged over heads and countdowns do not twitch with each block. */
export type ChainClock = { offsetMs: number; head: bigint }

const jumpMs = 5_000
const weight = 0.2

/** Chain time at the moment the snapshot was taken, carried on from when it arrived here: the two machines' clocks need not agree. */
export const observeClock = (snapshot: EngineSnapshot, receivedAtMs: number): ChainClock | null => {
  const { chain, takenAtMs } = snapshot
  if (chain === null) return null
  const offsetMs = chain.l1.timestampSec * 1000 + (takenAtMs - chain.seenAtMs) - receivedAtMs
  return { offsetMs, head: chain.l1.number }
}

/** Moves towards what was observed, once for each head; jumps when the difference is more than a late block (a warp on the practice network, a corrected system clock). */
export const adjustClock = (known: ChainClock | null, seen: ChainClock | null): ChainClock | null => {
  if (seen === null || known === null) return seen ?? known
  const differenceMs = seen.offsetMs - known.offsetMs
  if (Math.abs(differenceMs) > jumpMs) return seen
  if (seen.head === known.head) return known
  return { offsetMs: known.offsetMs + differenceMs * weight, head: seen.head }
}

/** Chain time in seconds at a local time. */
export const chainNowSec = (clock: Pick<ChainClock, 'offsetMs'>, localMs: number): number =>
  (localMs + clock.offsetMs) / 1000
