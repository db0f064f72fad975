import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { ProverOverview } from '../../../shared/domain/prover.ts'
import { type Engine, EngineContext } from '../../app/engine-context.tsx'
import { createStore } from '../../app/store.ts'
import { fixtureBridge } from '../../dev/fixture.ts'
import { proverDouble } from '../../dev/prover-double.ts'
import { Cards, Prover } from './prover.tsx'

const nowMs = 1_795_000_000_000
const render = (content: React.ReactNode): string => {
  const bridge = fixtureBridge('waiting', { nowMs: () => nowMs })
  const engine: Engine = { bridge, store: createStore(bridge, { nowMs: () => nowMs, after: () => () => {} }) }
  const html = renderToString(<EngineContext value={engine}>{content}</EngineContext>)
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}
const cards = (change: Partial<ProverOverview> = {}): string =>
  render(<Cards overview={{ ...proverDouble(nowMs), ...change }} run={() => {}} />)
const machine = proverDouble(nowMs).machine as NonNullable<ProverOverview['machine']>

describe('the prover screen', () => {
  it('shows state, history, cost against the caps, proofs and the rehearsal', () => {
    const html = cards()
    for (const text of [
      'Ready',
      'Booting',
      'Next: keep it up – it is ready.',
      '203.0.113.7',
      '$9.40 of $40.00',
      '$61.20 of $200.00',
      '$8.06'
    ])
      expect(html).toContain(text)
    for (const text of ['21.0 MB', '50 min', '$6.72', 'AWS has no machine', 'ready after 184 s', '$0.56', 'port 6000'])
      expect(html).toContain(text)
    expect(html).not.toMatch(/undefined|NaN|\[object/)
    expect(html).not.toContain('role="alert"')
  })

  it('puts first what costs money', () => {
    expect(cards({ machine: { ...machine, orphan: true } })).toContain('Stop it')
    const problem = { code: 'AWS_FAILED', remedy: 'It is tried again.' }
    const failing = cards({ machine: { ...machine, wanted: false, unneededSinceMs: nowMs - 90_000, problem } })
    expect(failing).toContain('The machine is not stopped yet.')
    expect(failing).toContain('It is tried again.')
    const unseen = cards({ machine: { ...machine, wanted: false, unneededSinceMs: nowMs - 900_000 } })
    expect(unseen).toContain('still shows it running')
    expect(cards({ machine: { ...machine, otherInstance: 'i-old' } })).toContain('i-old may still run.')
    const spent = { runUsd: 0, dayUsd: 40, monthUsd: 60 }
    expect(cards({ machine: { ...machine, spent } })).toContain('$40.00 of $40.00 are spent today.')
    const near = cards({ machine: { ...machine, spent: { runUsd: 0, dayUsd: 1, monthUsd: 160 } } })
    expect(near).toContain('A cost cap is near.')
    expect(near).toContain('caps.perMonthUsd')
  })

  it('tells of a key of the wrong strength, and of what keeps others from being served', () => {
    const rights = { start: 'allowed', stop: 'refused', runNew: 'allowed', startOthers: 'unknown' } as const
    const told = cards({ rights })
    expect(told).toContain('It may start new instances.')
    expect(told).toContain('It may not stop the prover’s instance.')
    expect(cards({ storeProblem: { code: 'PROOF_STORE_FULL', message: 'Free some space' } })).toContain(
      'Free some space'
    )
  })

  it('tells a rehearsal that runs or failed, and a prover without a machine', () => {
    expect(cards({ rehearsal: { state: 'running', startedAtMs: nowMs } })).toContain('Runs since')
    const failed = { state: 'failed', endedAtMs: nowMs, code: 'SPEC_TIMEOUT', message: 'No answer.' } as const
    expect(cards({ rehearsal: failed })).toContain('No answer. (SPEC_TIMEOUT)')
    const bare = cards({ machine: null, jobs: [] })
    expect(bare).toContain('No proof was asked for')
    expect(bare).not.toContain('Rehearse now')
  })

  it('is there before anything is loaded', () => {
    expect(render(<Prover />)).toContain('Prover')
  })
})
