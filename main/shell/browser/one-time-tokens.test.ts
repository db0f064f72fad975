import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { OneTimeTokens } from './one-time-tokens.ts'

describe('OneTimeTokens', () => {
  it('open once', () => {
    const tokens = new OneTimeTokens(new ManualClock())
    const token = tokens.issue()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect([tokens.redeem(token), tokens.redeem(token)]).toEqual([true, false])
  })

  it('do not open when they were not issued', () => {
    const tokens = new OneTimeTokens(new ManualClock())
    const token = tokens.issue()
    for (const other of ['', 'x', `${token}x`, token.slice(1)]) expect(tokens.redeem(other)).toBe(false)
  })

  it('run out after fifteen minutes', async () => {
    const clock = new ManualClock()
    const tokens = new OneTimeTokens(clock)
    const [early, late] = [tokens.issue(), tokens.issue()]
    await clock.advance(15 * 60_000 - 1)
    expect(tokens.redeem(early)).toBe(true)
    await clock.advance(1)
    expect(tokens.redeem(late)).toBe(false)
  })

  it('wait eight at a time: the oldest goes', () => {
    const tokens = new OneTimeTokens(new ManualClock())
    const issued = Array.from({ length: 9 }, () => tokens.issue())
    expect(issued.map((token) => tokens.redeem(token))).toEqual([false, ...Array(8).fill(true)])
  })
})
