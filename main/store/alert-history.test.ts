import { describe, expect, it } from 'vitest'
import type { AlertRecord } from '../alerts/evaluate.ts'
import { testAlert } from '../alerts/test-alert.ts'
import { openHistory } from './history.ts'

const record = (key: string, over: Partial<AlertRecord> = {}): AlertRecord => ({
  ...testAlert(1_000),
  key,
  kind: 'holds',
  expiresAtMs: null,
  toldSeverity: 'critical',
  toldBeforeMs: null,
  absentSinceMs: null,
  ...over
})
const message = (channel: string, n: number) => ({
  channel,
  message: { kind: 'raised', alert: testAlert(n), network: 'n', account: null } as const,
  queuedAtMs: n,
  attempts: 0,
  notBeforeMs: 0
})

describe('alerts in the history', () => {
  it('knows the newest record of each key, and all that hold', () => {
    const history = openHistory(':memory:')
    const old = record('a', { resolvedAtMs: 2_000 })
    const again = record('a', { raisedAtMs: 5_000 })
    history.saveAlerts({ records: [old, again, record('b', { resolvedAtMs: 9 })], messages: [] })
    expect(history.alertRecords()).toEqual([again, record('b', { resolvedAtMs: 9 })])
    history.saveAlerts({ records: [{ ...again, resolvedAtMs: 6_000 }], messages: [] })
    expect(history.pastAlerts(10).map(({ key, raisedAtMs }) => [key, raisedAtMs])).toEqual([
      ['a', 5_000],
      ['a', 1_000],
      ['b', 1_000]
    ])
    expect(history.pastAlerts(1)).toHaveLength(1)
    history.close()
  })

  it('keeps no more than it needs, and lets go of nothing that holds', () => {
    const history = openHistory(':memory:')
    const over = Array.from({ length: 2_100 }, (_, i) => record(`k${i}`, { raisedAtMs: i, resolvedAtMs: i + 1 }))
    history.saveAlerts({ records: [record('open', { raisedAtMs: 0 }), ...over], messages: [] })
    expect(history.pastAlerts(5_000)).toHaveLength(2_000)
    expect(history.pastAlerts(1)[0]?.key).toBe('k2099')
    expect(history.alertRecords()[0]?.key).toBe('open')
    const many = Array.from({ length: 600 }, (_, i) => message('webhook:a', i))
    history.saveAlerts({ records: [], messages: [...many, message('webhook:b', 1)] })
    expect(history.queuedMessages('webhook:a').map(({ queuedAtMs }) => queuedAtMs)[0]).toBe(100)
    expect(history.queuedMessages('webhook:a')).toHaveLength(500)
    expect(history.queuedMessages('webhook:b')).toHaveLength(1)
    history.close()
  })

  it('saves all or nothing', () => {
    const history = openHistory(':memory:')
    const broken = { ...message('webhook:a', 1), queuedAtMs: 0.5 }
    expect(() => history.saveAlerts({ records: [record('a')], messages: [broken] })).toThrow()
    expect(history.alertRecords()).toEqual([])
    history.saveAlerts({ records: [record('a')], messages: [] })
    expect(history.alertRecords()).toHaveLength(1)
    history.close()
  })

  it('remembers mutes', () => {
    const history = openHistory(':memory:')
    history.setAlertMute({ code: 'JAILED', untilMs: 5, on: true })
    history.setAlertMute({ code: 'JAILED', untilMs: null, on: true })
    history.setAlertMute({ code: 'LOW_ETH', untilMs: 7, on: true })
    history.setAlertMute({ code: 'LOW_ETH', untilMs: null, on: false })
    expect(history.alertMutes()).toEqual([{ code: 'JAILED', untilMs: null }])
    history.close()
  })
})
