import { describe, expect, it } from 'vitest'
import { formatClock, formatDateTime, formatExact, formatRelative, formatWhen } from './time.ts'

const at = Date.UTC(2026, 10, 22, 13, 2, 11) / 1000
const berlin = { timeZone: 'Europe/Berlin' }

describe('times', () => {
  it('shows local time', () => {
    expect(formatClock(at, berlin)).toBe('14:02:11')
    expect(formatDateTime(at, berlin)).toBe('22 Nov 2026, 14:02:11')
    expect(formatClock(Date.UTC(2026, 0, 1) / 1000, { timeZone: 'UTC' })).toBe('00:00:00')
  })
  it('adds the day when it is another one', () => {
    expect(formatWhen(at, at + 60, berlin)).toBe('14:02:11')
    expect(formatWhen(at, at + 86_400, berlin)).toBe('22 Nov, 14:02')
  })
  it('shows the exact form with zone and UTC', () => {
    expect(formatExact(at, { timeZone: 'UTC' })).toBe('22 Nov 2026, 13:02:11 UTC · 2026-11-22T13:02:11Z')
  })
  it('says how far away it is', () => {
    expect(formatRelative(at, at + 2)).toBe('just now')
    expect(formatRelative(at - 200, at)).toBe('3 min ago')
    expect(formatRelative(at + 7500, at)).toBe('in 2 h 5 min')
  })
})
