import { describe, expect, it } from 'vitest'
import type { HealthItem } from '../../../shared/domain/health.ts'
import { healthSubject, healthText, sortedHealth } from './health-texts.ts'

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
  it('keeps the title of a known code while its values run', () => {
    const stale = (sec: number) =>
      healthText(item({ code: 'CHAIN_STALE', message: `No new L1 block for ${sec} s. The L1 endpoint hangs.` }))
    expect(stale(40).title).toBe(stale(55).title)
    expect(stale(40).body).toContain('40 s')
  })
  it('says of a dispute that it is one, and which', () => {
    const subject = `dispute 12840:0x${'3c'.repeat(20)}`
    const stuck = item({ code: 'ROOTS_UNAVAILABLE', subject, message: 'The own node gives no roots. (block 5)' })
    expect(healthText(stuck)).toEqual({ title: 'A challenge cannot go on.', body: stuck.message })
    expect(healthSubject(subject)).toBe('output 12,840, challenged by 0x3c3c…3c3c')
    expect(healthText({ ...stuck, subject: 'dispute 12840' }).title).toBe('A wrong output needs your attention.')
    expect(healthSubject('dispute 12840')).toBe('output 12,840')
    expect(healthSubject(`0x${'ab'.repeat(20)}`)).toBe('0xabab…abab')
    expect(healthSubject('disputes')).toBe('disputes')
  })
  it('splits the line into what is wrong and what to do', () => {
    expect(healthText(item({ message: 'The disk is full. Make room.' }))).toEqual({
      title: 'The disk is full.',
      body: 'Make room.'
    })
    expect(healthText(item({ message: 'No answer; check 127.0.0.1.' }))).toEqual({
      title: 'No answer.',
      body: 'Check 127.0.0.1.'
    })
    expect(healthText(item({ message: 'Just this' }))).toEqual({ title: 'Just this', body: '' })
  })
})
