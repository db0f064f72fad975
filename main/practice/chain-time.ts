import type { Clock } from '../engine/runtime/clock.ts'

/** The second that the practice network's chains are at. It stands still until it follows the clock; it never runs behind it then, and jumps move it ahead for good. */
export type ChainTime = {
  nowSec(): number
  advance(seconds: number): void
  /** For going back with a snapshot. */
  set(nowSec: number): void
  followClock(clock: Clock): void
}

export function createChainTime(startSec: number): ChainTime {
  let standing = startSec
  let following: { clock: Clock; aheadSec: number } | null = null
  const clockSec = (clock: Clock): number => Math.floor(clock.now() / 1000)

  return {
    nowSec: () => (following ? clockSec(following.clock) + following.aheadSec : standing),
    advance(seconds) {
      if (following) following.aheadSec += seconds
      else standing += seconds
    },
    set(nowSec) {
      if (following) following.aheadSec = Math.max(0, nowSec - clockSec(following.clock))
      else standing = nowSec
    },
    followClock(clock) {
      following = { clock, aheadSec: Math.max(0, standing - clockSec(clock)) }
    }
  }
}
