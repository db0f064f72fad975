import { type Clock, systemClock } from '../../../main/engine/runtime/clock.ts'

/** The machine's clock with an error: what it shows can be moved, while waits go by real time. As after a sleep, or where the clock is set wrong. */
export type ShiftedClock = Clock & {
  shift(ms: number): void
  /** Makes it show this second. */
  showSec(sec: number): void
}

export function createShiftedClock(): ShiftedClock {
  let offsetMs = 0
  return {
    now: () => systemClock.now() + offsetMs,
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    shift(ms) {
      offsetMs += ms
    },
    showSec(sec) {
      offsetMs = sec * 1_000 - systemClock.now()
    }
  }
}
