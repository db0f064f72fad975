import type { Clock } from '../engine/runtime/clock.ts'

/** The second that the practice network's chains are at. */
export type ChainTime = {
  nowSec(): number
  /** Jumps ahead. */
  advance(seconds: number): void
  /** For going back with a snapshot. */
  set(nowSec: number): void
}

/** Follows the clock; jumps move it ahead of the clock for good. */
export function wallChainTime(clock: Clock): ChainTime {
  let aheadSec = 0
  const clockSec = (): number => Math.floor(clock.now() / 1000)
  return {
    nowSec: () => clockSec() + aheadSec,
    advance: (seconds) => {
      aheadSec += seconds
    },
    set: (nowSec) => {
      aheadSec = Math.max(0, nowSec - clockSec())
    }
  }
}

/** Stands still until told to move. */
export function manualChainTime(startSec: number): ChainTime {
  let time = startSec
  return {
    nowSec: () => time,
    advance: (seconds) => {
      time += seconds
    },
    set: (nowSec) => {
      time = nowSec
    }
  }
}
