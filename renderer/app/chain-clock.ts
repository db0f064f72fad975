import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'

/** Chain time = local time + offset. A head is seen some seconds after its own timestamp, so the offset is averaged and countdowns do not twitch with each block. */
export type ChainClock = { offsetMs: number }

const jumpMs = 5_000
const weight = 0.2

/** Chain time at the moment the snapshot was taken, carried on from when it arrived here: the two machines' clocks need not agree. */
export const observedOffsetMs = (snapshot: EngineSnapshot, receivedAtMs: number): number | null => {
  const { chain, takenAtMs } = snapshot
  if (chain === null) return null
  return chain.l1.timestampSec * 1000 + (takenAtMs - chain.seenAtMs) - receivedAtMs
}

/** Moves towards what was observed; jumps when the difference is more than a late block (a warp on the practice network, a corrected system clock). */
export const adjustClock = (clock: ChainClock | null, offsetMs: number | null): ChainClock | null => {
  if (offsetMs === null) return clock
  if (clock === null || Math.abs(offsetMs - clock.offsetMs) > jumpMs) return { offsetMs }
  return { offsetMs: clock.offsetMs + (offsetMs - clock.offsetMs) * weight }
}

/** Chain time in seconds at a local time. */
export const chainNowSec = (clock: ChainClock, localMs: number): number => (localMs + clock.offsetMs) / 1000
