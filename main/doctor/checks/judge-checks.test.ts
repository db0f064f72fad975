import { describe, expect, it } from 'vitest'
import { metricsSchema } from '../../../shared/config/metrics.ts'
import type { ProverMachineOverview, ProverRights } from '../../../shared/domain/prover.ts'
import type { RpcBudgetView } from '../../../shared/domain/rpc-budget.ts'
import { judgeMachine, judgeRights, judgeZkEvm, judgeZkVm } from './prover-checks.ts'
import { judgeBudget, judgeMetrics, judgeSecondSource } from './settings-checks.ts'

describe('provers', () => {
  it.each<[unknown, number | null, string]>([
    [{ degree: 21, agg_degree: 26, chain_id: 255, max_txs: 100 }, 255, 'ok'],
    [{ degree: 21, chain_id: 255 }, null, 'ok'],
    [{ degree: 21, chain_id: 2358 }, 255, 'failed'],
    [{}, 255, 'warning'],
    ['<html>', 255, 'warning'],
    [null, 255, 'warning'],
    [{ degree: { toString: null } }, 255, 'warning']
  ])('a zkEVM prover whose spec is %j', (spec, chainId, wanted) => {
    expect(judgeZkEvm('http://prover:3030', spec, chainId).verdict).toBe(wanted)
  })

  const key = `0x${'11'.repeat(32)}` as const
  const other = `0x${'22'.repeat(32)}` as const
  it.each([
    ['4.0.1', '4.0.1', key, key, 'ok'],
    ['4.0.1', '4.0.1', key, null, 'ok'],
    ['4.0.1', '4.0.0', key, key, 'failed'],
    ['4.0.1', '4.0.1', key, other, 'failed']
  ] as const)('zkVM services sp1 %s and %s', (first, second, firstKey, secondKey, wanted) => {
    const found = judgeZkVm({
      witness: { sp1Version: first, programVKey: firstKey },
      prover: { sp1Version: second, programVKey: secondKey }
    })
    expect(found.verdict).toBe(wanted)
    expect(found.value).toContain(first)
  })

  const rights: ProverRights = { start: 'allowed', stop: 'allowed', runNew: 'refused', startOthers: 'refused' }
  it.each<[Partial<ProverRights>, string]>([
    [{}, 'ok'],
    [{ runNew: 'unknown', startOthers: 'unknown' }, 'ok'],
    [{ runNew: 'allowed' }, 'warning'],
    [{ startOthers: 'allowed' }, 'warning'],
    [{ stop: 'refused', runNew: 'allowed' }, 'failed'],
    [{ start: 'refused' }, 'failed'],
    [{ start: 'unknown' }, 'unknown']
  ])('rights %j', (change, wanted) => expect(judgeRights({ ...rights, ...change }).verdict).toBe(wanted))

  const machine = {
    state: 'stopped',
    orphan: false,
    problem: null,
    spent: { runUsd: 0, dayUsd: 0, monthUsd: 61.2 },
    caps: { perProofUsd: 20, perDayUsd: 40, perMonthUsd: 200 }
  } as unknown as ProverMachineOverview
  it.each<[Partial<ProverMachineOverview>, string]>([
    [{}, 'ok'],
    [{ state: 'unknown' }, 'unknown'],
    [{ orphan: true }, 'warning'],
    [{ problem: { code: 'NO_CAPACITY', remedy: 'Wait.' } }, 'failed'],
    [{ state: 'terminated' }, 'failed'],
    [{ state: 'failed' }, 'failed']
  ])('a machine %j', (change, wanted) => expect(judgeMachine({ ...machine, ...change }, true).verdict).toBe(wanted))

  it('are not there where none is configured', () => {
    expect(judgeRights(null).verdict).toBe('notApplicable')
    expect(judgeMachine(null, false).verdict).toBe('notApplicable')
    expect(judgeMachine(null, true).verdict).toBe('unknown')
  })
})

describe('a second source', () => {
  const two = ['wss://one.example/ws', 'https://two.example/key']
  it.each<[string[], string[] | undefined, string]>([
    [two, ['https://rollup.example'], 'ok'],
    [two, undefined, 'warning'],
    [['wss://one.example', 'https://one.example'], ['https://rollup.example'], 'warning'],
    [['https://one.example'], [], 'warning']
  ])('%j and %j', (l1, rollupSecond, wanted) => {
    const found = judgeSecondSource({ l1, l2: [], rollup: [], rollupSecond })
    expect([found.verdict, found.value.includes('key')]).toEqual([wanted, false])
  })
})

describe('metrics', () => {
  const on = metricsSchema.parse({ enabled: true })
  const listening = { kind: 'listening', host: '127.0.0.1', port: 7300, open: false } as const
  it.each([
    [null, metricsSchema.parse({}), 'notApplicable'],
    [listening, on, 'ok'],
    [null, on, 'ok'],
    [{ ...listening, open: true }, { ...on, host: '0.0.0.0' }, 'warning'],
    [null, { ...on, host: '0.0.0.0' }, 'warning'],
    [{ kind: 'failed', message: 'The port is taken.' } as const, on, 'failed']
  ] as const)('%j', (state, settings, wanted) =>
    expect(judgeMetrics(state, { ...settings, hostNames: [] }).verdict).toBe(wanted)
  )
})

describe('the RPC budget', () => {
  const view = {
    used: { requests: 10, l1Requests: 900, credits: 5_000 },
    forecast: { requests: 20, l1Requests: 1_000, credits: 6_000 },
    limits: { l1RequestsPerDay: 1_000, creditsPerDay: null },
    thinning: { stretch: 1, because: null, exempt: false }
  } as unknown as RpcBudgetView
  it.each<[Partial<RpcBudgetView>, string]>([
    [{}, 'ok'],
    [{ forecast: { requests: 20, l1Requests: 1_001, credits: 6_000 } }, 'warning'],
    [{ forecast: null }, 'ok'],
    [{ thinning: { stretch: 2, because: 'l1RequestsPerDay', exempt: false } }, 'warning'],
    [{ used: { requests: 10, l1Requests: 1_000, credits: 0 } }, 'failed'],
    [{ limits: { l1RequestsPerDay: null, creditsPerDay: 5_000 } }, 'failed']
  ])('%j', (change, wanted) => expect(judgeBudget({ ...view, ...change }).verdict).toBe(wanted))

  it('says what is used, what will be, and of what', () => {
    expect(judgeBudget(view).value).toBe(
      '900 L1 requests today, about 1000 by the end of the day of 1000; 5000 credits today, about 6000 by the end of the day'
    )
    expect(judgeBudget(null).verdict).toBe('unknown')
  })
})
