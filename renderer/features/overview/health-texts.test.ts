import { describe, expect, it } from 'vitest'
import type { HealthItem } from '../../../shared/domain/health.ts'
import { healthText, sortedHealth } from './health-texts.ts'

const item = (over: Partial<HealthItem>): HealthItem => ({
  code: 'X',
  severity: 'notice',
  message: 'One thing.',
  subject: null,
  sinceMs: 0,
  ...over
})

describe('health', () => {
  it('sorts the worst first, then the newest, and leaves out what is over', () => {
    const items = [
      item({ code: 'a' }),
      item({ code: 'b', severity: 'critical' }),
      item({ code: 'c', sinceMs: 9 }),
      item({ code: 'd', severity: 'ok' }),
      item({ code: 'e', severity: 'warning' })
    ]
    expect(sortedHealth(items).map((i) => i.code)).toEqual(['b', 'e', 'c', 'a'])
  })
  it('splits the line into what is wrong and what to do', () => {
    expect(healthText(item({ message: 'The disk is full. Make room.' }))).toEqual({
      title: 'The disk is full.',
      todo: 'Make room.'
    })
    expect(healthText(item({ message: 'No answer; check 127.0.0.1.' }))).toEqual({
      title: 'No answer.',
      todo: 'Check 127.0.0.1.'
    })
    expect(healthText(item({ message: 'Just this' }))).toEqual({ title: 'Just this', todo: '' })
  })
})
