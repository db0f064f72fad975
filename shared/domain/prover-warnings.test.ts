import { describe, expect, it } from 'vitest'
import type { ProverMachineOverview, ProverRights } from './prover.ts'
import { proverWarnings } from './prover-warnings.ts'

const nowMs = 1_795_000_000_000
const minuteMs = 60_000
const machineOf = (over: Partial<ProverMachineOverview>): ProverMachineOverview => ({
  ...{ state: 'stopped', sinceMs: nowMs - minuteMs, address: null, wanted: false, leased: false, orphan: false },
  ...{ otherInstance: null, problem: null, unneededSinceMs: null, pricePerHourUsd: 6, history: [] },
  next: { action: 'rest', reason: 'nobody needs it', atMs: nowMs, deadlineMs: null },
  spent: { runUsd: 0, dayUsd: 0, monthUsd: 0 },
  caps: { perProofUsd: 20, perDayUsd: 40, perMonthUsd: 200 },
  ...over
})
const good: ProverRights = { start: 'allowed', stop: 'allowed', runNew: 'refused', startOthers: 'unknown' }
const told = (over: Partial<ProverMachineOverview>, rights: ProverRights | null = good) =>
  proverWarnings({ machine: machineOf(over), rights }, nowMs)
const spent = (dayUsd: number, monthUsd: number, runUsd = 0) => ({ spent: { runUsd, dayUsd, monthUsd } })
const problem = { code: 'AWS_FAILED', remedy: 'It is tried again.' }

describe('warnings about the prover’s machine', () => {
  it('are none without a machine, nor where all is well', () => {
    expect(proverWarnings({ machine: null, rights: { ...good, runNew: 'allowed' } }, nowMs)).toEqual([])
    expect(told({})).toEqual([])
    expect(told({}, null)).toEqual([])
    expect(told({ state: 'ready', wanted: true, leased: true, problem })).toEqual([])
  })

  it('tell of what runs for nobody', () => {
    expect(told({ state: 'ready', orphan: true, ...spent(1, 7) })).toEqual([
      { kind: 'orphan', sinceMs: nowMs - minuteMs, monthUsd: 7 }
    ])
    expect(told({ otherInstance: 'i-old' })).toEqual([{ kind: 'other-instance', instance: 'i-old' }])
  })

  it.each([
    ['about to stop', { state: 'ready' }, minuteMs, null],
    ['stops', { state: 'stopping', problem }, 30 * minuteMs, null],
    ['is down', { state: 'stopped', problem }, 30 * minuteMs, null],
    ['a refused stop', { state: 'ready', problem }, 0, { ...problem, long: false }],
    ['AWS that says nothing after a start', { state: 'unknown', problem }, 0, { ...problem, long: false }],
    ['a refused stop for long', { state: 'running-not-ready', problem }, 10 * minuteMs, { ...problem, long: true }],
    ['a stop without effect', { state: 'ready' }, 10 * minuteMs, { code: null, remedy: null, long: true }]
  ] as const)('tell of a stop that fails: %s', (_, over, forMs, expected) => {
    const sinceMs = nowMs - forMs
    const found = told({ ...over, leased: true, unneededSinceMs: sinceMs })
    expect(found).toEqual(expected === null ? [] : [{ kind: 'stop-failing', sinceMs, ...expected }])
  })

  it.each([
    ['below', spent(31.99, 159.99), []],
    ['near the day’s', spent(32, 32), ['cap-near day']],
    ['near the month’s', spent(20, 160), ['cap-near month']],
    ['at the day’s', spent(40, 40), ['cap-reached day']],
    ['beyond the month’s', spent(1, 201), ['cap-reached month']],
    ['less than a minute left', spent(39.95, 39.95), ['cap-reached day']],
    ['less than a minute left of a run', spent(39.95, 39.95, 2), ['cap-near day']],
    ['less than a minute left, at no known price', { ...spent(39.95, 39.95), pricePerHourUsd: null }, ['cap-near day']]
  ] as const)('tell of the nearest cap: %s', (_, over, expected) => {
    const found = told(over)
    expect(found.map((one) => ('period' in one ? `${one.kind} ${one.period}` : one.kind))).toEqual(expected)
  })

  it('tell of a key that may do too much or too little', () => {
    expect(told({}, { start: 'refused', stop: 'refused', runNew: 'allowed', startOthers: 'allowed' })).toEqual([
      { kind: 'key-too-little', what: 'start' },
      { kind: 'key-too-little', what: 'stop' },
      { kind: 'key-too-much', what: 'runNew' },
      { kind: 'key-too-much', what: 'startOthers' }
    ])
    expect(told({}, { start: 'unknown', stop: 'unknown', runNew: 'unknown', startOthers: 'refused' })).toEqual([])
  })
})
