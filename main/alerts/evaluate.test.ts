import { describe, expect, it } from 'vitest'
import { alertsSchema } from '../../shared/config/alerts.ts'
import type { AlertCode } from '../../shared/domain/alert.ts'
import { type AlertState, type Evaluation, evaluate } from './evaluate.ts'
import { isQuiet } from './policy.ts'
import type { Finding, Verdict } from './rules/rule.ts'

const empty: AlertState = { records: new Map(), mutes: new Map() }
const settings = alertsSchema.parse({})
const quietHours = { from: '22:00', to: '07:00' }
const minute = 60_000
const hour = 60 * minute

const finding = (over: Partial<Finding> = {}): Finding => ({
  code: 'RPC_DOWN',
  id: 'a',
  subject: 'a',
  severity: 'warning',
  title: 'Down',
  body: 'It is down.',
  screen: 'overview',
  ...over
})

type Step = {
  atMs: number
  verdict: Verdict
  code?: AlertCode
  localMinute?: number
  settings?: ReturnType<typeof alertsSchema.parse>
}
/** Plays steps one after the other. */
function play(steps: readonly Step[], start: AlertState = empty): Evaluation[] {
  let state = start
  return steps.map(({ atMs, verdict, code = 'RPC_DOWN', localMinute = 720, settings: own = settings }) => {
    const result = evaluate(state, { verdicts: [{ codes: [code], verdict }], nowMs: atMs, localMinute, settings: own })
    state = result.state
    return result
  })
}
const toldOf = (results: readonly Evaluation[]): string[] =>
  results.map(({ deliveries }) =>
    deliveries.map(({ kind, alert }) => `${kind} ${alert.key} ${alert.severity}`).join(', ')
  )
const holds = (...list: Finding[]): Verdict => ({ holds: list })

describe('evaluate', () => {
  it('tells once, and again after the time for it', () => {
    const down = holds(finding())
    const results = play([0, 1_000, 24 * hour - 1, 24 * hour, 24 * hour + 1].map((atMs) => ({ atMs, verdict: down })))
    expect(toldOf(results)).toEqual(['raised RPC_DOWN:a warning', '', '', 'repeated RPC_DOWN:a warning', ''])
    expect(results.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(['alert.raised'])
  })

  it('never repeats where that is off', () => {
    const own = alertsSchema.parse({ repeat: { warningHours: null } })
    const results = play([0, 1_000 * hour].map((atMs) => ({ atMs, verdict: holds(finding()), settings: own })))
    expect(toldOf(results)).toEqual(['raised RPC_DOWN:a warning', ''])
  })

  it('tells at once when it gets worse, not when it gets better', () => {
    const at = (atMs: number, severity: Finding['severity']): Step => ({ atMs, verdict: holds(finding({ severity })) })
    expect(toldOf(play([at(0, 'warning'), at(5, 'critical'), at(9, 'warning'), at(12, 'critical')]))).toEqual([
      'raised RPC_DOWN:a warning',
      'raised RPC_DOWN:a critical',
      '',
      ''
    ])
  })

  it('is over only after it was gone for a while, and says so once', () => {
    const results = play([
      { atMs: 0, verdict: holds(finding()) },
      { atMs: 10_000, verdict: holds() },
      { atMs: 20_000, verdict: holds(finding()) },
      { atMs: 30_000, verdict: holds() },
      { atMs: 59_999, verdict: holds() },
      { atMs: 60_000, verdict: holds() },
      { atMs: 61_000, verdict: holds() }
    ])
    expect(toldOf(results)).toEqual(['raised RPC_DOWN:a warning', '', '', '', '', 'resolved RPC_DOWN:a warning', ''])
    expect(results[5]?.events).toMatchObject([{ type: 'alert.resolved', alert: { resolvedAtMs: 60_000 } }])
  })

  it('does not take back what nobody can see', () => {
    const results = play([
      { atMs: 0, verdict: holds(finding()) },
      { atMs: hour, verdict: { complete: false } },
      { atMs: 2 * hour, verdict: { holds: [], complete: false } }
    ])
    expect(results[2]?.state.records.get('RPC_DOWN:a')?.resolvedAtMs).toBeNull()
  })

  it('waits before it rings again for what comes and goes, and then does', () => {
    const results = play([
      { atMs: 0, verdict: holds(finding()) },
      { atMs: 1_000, verdict: holds() },
      { atMs: 31_000, verdict: holds() },
      { atMs: 40_000, verdict: holds(finding()) },
      { atMs: 15 * minute - 1, verdict: holds(finding()) },
      { atMs: 15 * minute, verdict: holds(finding()) }
    ])
    expect(toldOf(results)).toEqual([
      'raised RPC_DOWN:a warning',
      '',
      'resolved RPC_DOWN:a warning',
      '',
      '',
      'raised RPC_DOWN:a warning'
    ])
  })

  it('keeps quiet in the quiet hours and tells afterwards what still holds; critical ones do not wait', () => {
    const own = alertsSchema.parse({ quietHours })
    const both = holds(finding(), finding({ id: 'b', severity: 'critical' }))
    const results = play([
      { atMs: 0, verdict: both, localMinute: 22 * 60, settings: own },
      { atMs: hour, verdict: both, localMinute: 7 * 60 - 1, settings: own },
      { atMs: hour + 1, verdict: both, localMinute: 7 * 60, settings: own }
    ])
    expect(toldOf(results)).toEqual(['raised RPC_DOWN:b critical', '', 'raised RPC_DOWN:a warning'])
  })

  it('keeps what is muted in the list, and tells it when the mute ends', () => {
    const until: AlertState = { records: new Map(), mutes: new Map([['RPC_DOWN', 5_000]]) }
    const down = holds(finding())
    const results = play(
      [0, 4_999, 5_000].map((atMs) => ({ atMs, verdict: down })),
      until
    )
    expect(toldOf(results)).toEqual(['', '', 'raised RPC_DOWN:a warning'])
    expect(results[0]?.events).toHaveLength(1)
    const always: AlertState = { records: new Map(), mutes: new Map([['RPC_DOWN', null]]) }
    expect(toldOf(play([{ atMs: 0, verdict: down }], always))).toEqual([''])
    const own = alertsSchema.parse({ mute: ['RPC_DOWN'] })
    expect(toldOf(play([{ atMs: 0, verdict: down, settings: own }]))).toEqual([''])
  })

  it('tells news once, keeps them in sight for a day, and ends them sooner when they are over', () => {
    const news: Verdict = { happened: [finding({ code: 'SUBMISSION_FAILED', id: '7' })] }
    const code = 'SUBMISSION_FAILED'
    const results = play([
      { atMs: 0, verdict: news, code },
      { atMs: 1, verdict: news, code },
      { atMs: 2, verdict: {}, code },
      { atMs: 3, verdict: { over: [{ code, id: '7' }] }, code },
      { atMs: 4, verdict: news, code }
    ])
    expect(toldOf(results)).toEqual(['raised SUBMISSION_FAILED:7 warning', '', '', '', ''])
    expect(results[2]?.state.records.get('SUBMISSION_FAILED:7')?.resolvedAtMs).toBeNull()
    expect(results[3]?.state.records.get('SUBMISSION_FAILED:7')?.resolvedAtMs).toBe(3)
    const old = play([
      { atMs: 0, verdict: news, code },
      { atMs: 24 * hour, verdict: {}, code }
    ])
    expect(old[1]?.state.records.get('SUBMISSION_FAILED:7')?.resolvedAtMs).toBe(24 * hour)
  })
})

describe('isQuiet', () => {
  it.each([
    [quietHours, 21 * 60 + 59, false],
    [quietHours, 22 * 60, true],
    [quietHours, 0, true],
    [quietHours, 7 * 60 - 1, true],
    [quietHours, 7 * 60, false],
    [{ from: '01:00', to: '02:00' }, 60, true],
    [{ from: '01:00', to: '02:00' }, 120, false],
    [{ from: '01:00', to: '01:00' }, 60, false],
    [undefined, 0, false]
  ])('%j at minute %i: %s', (hours, at, quiet) => expect(isQuiet(at, hours)).toBe(quiet))
})
