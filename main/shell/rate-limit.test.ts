import { describe, expect, it } from 'vitest'
import { ManualClock } from '../engine/runtime/manual-clock.ts'
import { rateLimit } from './rate-limit.ts'

describe('rateLimit', () => {
  it('allows the burst, then the average, and never saves up more than the burst', async () => {
    const clock = new ManualClock(5_000)
    const allow = rateLimit(clock, { perSecond: 2, burst: 3 })
    const take = (n: number): boolean[] => Array.from({ length: n }, () => allow())
    expect(take(4)).toEqual([true, true, true, false])
    await clock.advance(500)
    expect(take(2)).toEqual([true, false])
    await clock.advance(3_600_000)
    expect(take(4)).toEqual([true, true, true, false])
  })
})
