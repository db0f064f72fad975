import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alertsSchema } from '../../shared/config/alerts.ts'
import { openHistory } from '../store/history.ts'
import { type AlertState, evaluate } from './evaluate.ts'
import { policies, repeatMs, severityRank } from './policy.ts'
import type { Finding } from './rules/rule.ts'

const codes = ['RPC_DOWN', 'LOW_ETH', 'JAILED', 'CHALLENGE_AGAINST_ME'] as const
const severities = ['notice', 'warning', 'critical'] as const
const settings = alertsSchema.parse({ quietHours: { from: '22:00', to: '07:00' } })
const hour = 3_600_000

const finding = fc.record({
  code: fc.constantFrom(...codes),
  id: fc.constantFrom('1', '2'),
  severity: fc.constantFrom(...severities)
})
const step = fc.record({
  waitMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 30 * hour })),
  found: fc.uniqueArray(finding, { selector: ({ code, id }) => code + id, maxLength: 6 }),
  complete: fc.boolean(),
  restart: fc.boolean()
})
const whole = ({
  code,
  id,
  severity
}: {
  code: Finding['code']
  id: string
  severity: Finding['severity']
}): Finding => ({
  ...{ code, id, severity, subject: null, title: code, body: 'b', screen: 'overview' }
})

describe('evaluate, whatever comes and across restarts', () => {
  it('never tells a key twice within its time, and never loses what holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = openHistory(':memory:')
        let state: AlertState = { records: new Map(), mutes: new Map() }
        const told = new Map<string, { atMs: number; severity: Finding['severity'] }>()
        let nowMs = 1_795_000_000_000
        for (const { waitMs, found, complete, restart } of steps) {
          nowMs += waitMs
          const localMinute = Math.floor(nowMs / 60_000) % 1440
          const verdicts = codes.map((code) => ({
            codes: [code],
            verdict: { holds: found.filter((f) => f.code === code).map(whole), complete }
          }))
          const result = evaluate(state, { verdicts, nowMs, localMinute, settings })
          store.saveAlerts({ records: result.changed, messages: [] })
          for (const { kind, alert } of result.deliveries) {
            if (kind === 'resolved') continue
            const before = told.get(alert.key)
            const worse = before && severityRank[alert.severity] > severityRank[before.severity]
            const leastMs = Math.min(policies[alert.code].gapMs, repeatMs(alert.severity, settings) ?? Infinity)
            if (before && !worse) expect(nowMs - before.atMs).toBeGreaterThanOrEqual(leastMs)
            told.set(alert.key, { atMs: nowMs, severity: alert.severity })
          }
          for (const { code, id, severity } of found) {
            const record = result.state.records.get(`${code}:${id}`)
            expect(record).toMatchObject({ resolvedAtMs: null, severity })
            if (severity === 'critical') expect(told.has(`${code}:${id}`)).toBe(true)
          }
          state = restart
            ? { records: new Map(store.alertRecords().map((r) => [r.key, r])), mutes: new Map() }
            : result.state
          if (restart) expect(state.records).toEqual(result.state.records)
        }
        store.close()
      }),
      { numRuns: 60 }
    )
  })
})
