import { describe, expect, it } from 'vitest'
import type { ProverMachineOverview } from '../../shared/domain/prover.ts'
import { cloudFacts } from './cloud-facts.ts'
import { cloudRule } from './rules/work-rules.ts'
import { nowMs, worldDouble } from './testing/world-double.ts'

const machine = (over: Partial<ProverMachineOverview> = {}): ProverMachineOverview => ({
  state: 'stopped',
  sinceMs: nowMs,
  address: null,
  wanted: false,
  leased: false,
  orphan: false,
  otherInstance: null,
  problem: null,
  next: { action: 'wait', reason: 'idle', atMs: nowMs, deadlineMs: null },
  spent: { runUsd: 0, dayUsd: 1, monthUsd: 10 },
  caps: { perProofUsd: 5, perDayUsd: 20, perMonthUsd: 100 },
  pricePerHourUsd: 2,
  history: [],
  ...over
})
const told = (over: Partial<ProverMachineOverview>): string[] => {
  const world = worldDouble({ facts: { cloud: cloudFacts(machine(over)) } })
  return (cloudRule.judge(world).holds ?? []).map(({ code, body }) => `${code} ${body}`)
}
const problem = { code: 'AWS_UNREACHABLE', remedy: 'AWS does not answer.' }

describe('cloudFacts', () => {
  it('are null without a machine', () => expect(cloudFacts(null)).toBeNull())

  it.each<[string, Partial<ProverMachineOverview>]>([
    ['stopped', {}],
    ['at work', { state: 'ready', wanted: true }],
    ['about to stop', { state: 'ready' }],
    ['stopped, AWS silent', { problem }]
  ])('%s: nothing to tell', (_, over) => expect(told(over)).toEqual([]))

  it.each<[string, Partial<ProverMachineOverview>]>([
    ['cannot be stopped', { state: 'ready', problem }],
    ['runs, and not for us', { state: 'ready', orphan: true }],
    ['an earlier one may run', { otherInstance: 'i-0abc' }]
  ])('%s: left running', (_, over) => expect(told(over)).toEqual([expect.stringContaining('EC2_LEFT_RUNNING')]))

  it('tell of the cap that is nearer', () => {
    expect(told({ spent: { runUsd: 0, dayUsd: 20, monthUsd: 50 } })).toEqual([
      expect.stringContaining('the cap is $20.00')
    ])
    expect(told({ spent: { runUsd: 0, dayUsd: 1, monthUsd: 100.01 } })).toEqual([
      expect.stringContaining('$100.01 were spent, the cap is $100.00')
    ])
    expect(told({ spent: { runUsd: 0, dayUsd: 19.99, monthUsd: 50 } })).toEqual([])
  })
})
