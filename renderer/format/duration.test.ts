import { describe, expect, it } from 'vitest'
import { formatCountdown, formatDuration, isoDuration } from './duration.ts'

describe('formatCountdown', () => {
  it.each([
    [-5, '00:00'],
    [0, '00:00'],
    [0.2, '00:01'],
    [59, '00:59'],
    [249, '04:09'],
    [3723, '1:02:03'],
    [6 * 86_400 + 3723, '6 d 01:02:03']
  ])('%d s is %s', (seconds, text) => {
    expect(formatCountdown(seconds)).toBe(text)
  })
})

describe('formatDuration', () => {
  it.each([
    [-1, '0 s'],
    [45, '45 s'],
    [185, '3 min'],
    [7500, '2 h 5 min'],
    [7200, '2 h'],
    [86_400, '1 day'],
    [6 * 86_400 + 4 * 3600, '6 days 4 h']
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })
  it('has a machine form', () => {
    expect(isoDuration(61.2)).toBe('PT62S')
  })
})
