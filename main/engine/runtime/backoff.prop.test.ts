import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

describe('backoffMs', () => {
  it('stays between half of the step and the step, doubles, and never exceeds the maximum', () => {
    const settings = fc.record({
      baseMs: fc.integer({ min: 1, max: 60_000 }),
      maxMs: fc.integer({ min: 1, max: 3_600_000 }),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
      attempt: fc.integer({ min: 1, max: 10_000 })
    })
    fc.assert(
      fc.property(settings, ({ baseMs, maxMs, jitter, attempt }) => {
        const step = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30))
        const waitMs = backoffMs({ baseMs, maxMs, resetAfterMs: 0, jitter: () => jitter }, attempt)
        expect(waitMs).toBeGreaterThanOrEqual(step / 2)
        expect(waitMs).toBeLessThanOrEqual(step)
        expect(waitMs).toBeLessThanOrEqual(maxMs)
      })
    )
  })

  it('starts with the base and doubles', () => {
    const backoff = { baseMs: 100, maxMs: 1_000, resetAfterMs: 0, jitter: () => 1 }
    expect([1, 2, 3, 4, 5, 99].map((attempt) => backoffMs(backoff, attempt))).toEqual([
      100, 200, 400, 800, 1_000, 1_000
    ])
  })
})
