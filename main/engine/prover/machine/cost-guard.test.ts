import { describe, expect, it } from 'vitest'
import { allowanceAt, costUsd, pricePerHourOf, proofUntilMs, type Run, spentAt, startOfMonth } from './cost-guard.ts'

const hour = 3_600_000
const at = (text: string): number => Date.parse(`${text}Z`)
const run = (from: string, hours: number, pricePerHourUsd = 6): Run => ({
  fromMs: at(from),
  toMs: at(from) + hours * hour,
  pricePerHourUsd
})
const caps = { perProofUsd: 12, perDayUsd: 30, perMonthUsd: 100 }

describe('what the machine costs', () => {
  it('is billed by the second, and a minute at least', () => {
    expect(costUsd(run('2026-05-05T10:00:00', 1.5))).toBe(9)
    expect(costUsd(run('2026-05-05T10:00:00', 0))).toBeCloseTo(0.1)
  })

  it('is by the settings, else by the list, else not known', () => {
    expect(pricePerHourOf(1.5, 'r6i.32xlarge')).toBe(1.5)
    expect(pricePerHourOf(null, 'r6i.32xlarge')).toBe(8.064)
    expect(pricePerHourOf(null, 'toaster.large')).toBeNull()
    expect(pricePerHourOf(null, null)).toBeNull()
  })

  it('counts for the day and the month it ran in', () => {
    const ended = [run('2026-04-30T23:00:00', 2), run('2026-05-04T10:00:00', 1), run('2026-05-04T23:30:00', 1)]
    const current = { fromMs: at('2026-05-05T01:00:00'), toMs: 0, pricePerHourUsd: 6 }
    const spent = spentAt(at('2026-05-05T03:00:00'), ended, current)
    expect(spent.runUsd).toBe(12)
    expect(spent.dayUsd).toBe(12 + 3)
    expect(spent.monthUsd).toBe(12 + 6 + 6 + 6)
    expect(spentAt(at('2026-06-01T00:00:01'), ended, null)).toEqual({ runUsd: 0, dayUsd: 0, monthUsd: 0 })
    expect(startOfMonth(at('2026-05-05T03:00:00'))).toBe(at('2026-05-01T00:00:00'))
  })
})

describe('the caps', () => {
  const now = at('2026-05-05T12:00:00')
  const ask = (ended: Run[], current: Run | null = null) =>
    allowanceAt(now, { caps, ended, current, pricePerHourUsd: 6 })

  it('tell until when it may run', () => {
    expect(ask([])).toEqual({ allowed: true, untilMs: now + 5 * hour })
    expect(ask([run('2026-05-05T01:00:00', 2)])).toEqual({ allowed: true, untilMs: now + 3 * hour })
    expect(ask([], run('2026-05-05T11:00:00', 0))).toEqual({ allowed: true, untilMs: now + 4 * hour })
    expect(proofUntilMs(now, caps, 6)).toBe(now + 2 * hour)
  })

  it('do not count the first minute twice', () => {
    const current = { fromMs: now - 1_000, toMs: now, pricePerHourUsd: 6 }
    expect(ask([], current)).toEqual({ allowed: true, untilMs: now - 1_000 + 5 * hour })
  })

  it('refuse a start whose least bill is too much, and end what reached them', () => {
    expect(ask([run('2026-05-05T01:00:00', 5)])).toEqual({ allowed: false, cap: 'CAP_DAY' })
    const almost = [run('2026-05-05T01:00:00', 4.99)]
    expect(ask(almost)).toEqual({ allowed: false, cap: 'CAP_DAY' })
    expect(ask(almost, run('2026-05-05T11:59:50', 0))).toMatchObject({ allowed: false })
    expect(ask([run('2026-05-02T00:00:00', 16)])).toMatchObject({ allowed: true, untilMs: now + (4 / 6) * hour })
    expect(ask([run('2026-05-02T00:00:00', 17)])).toEqual({ allowed: false, cap: 'CAP_MONTH' })
  })
})
