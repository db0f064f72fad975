import type { Clock } from '../engine/runtime/clock.ts'

export type RateLimit = { perSecond: number; burst: number }

/** Token bucket: true while the caller stays within `perSecond` on average, with `burst` at once. */
export function rateLimit(clock: Pick<Clock, 'now'>, { perSecond, burst }: RateLimit): () => boolean {
  let left = burst
  let seenMs = clock.now()
  return () => {
    const nowMs = clock.now()
    left = Math.min(burst, left + (Math.max(0, nowMs - seenMs) / 1_000) * perSecond)
    seenMs = nowMs
    if (left < 1) return false
    left -= 1
    return true
  }
}
