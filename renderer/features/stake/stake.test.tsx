import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { type ActionRecord, actionKinds, askedKinds } from '../../../shared/domain/action.ts'
import { type Engine, EngineContext } from '../../app/engine-context.tsx'
import { createStore } from '../../app/store.ts'
import { fixtureBridge } from '../../dev/fixture.ts'
import { type StakeOptions, stakeDouble, stakeScenarios } from '../../dev/stake-double.ts'
import { AccountsCard } from './accounts-card.tsx'
import { ActionList } from './action-list.tsx'
import { ClocksCard } from './clocks-card.tsx'
import { ConditionStep } from './condition-step.tsx'
import { type Flow, newFlow } from './flow.ts'
import { InputStep } from './input-step.tsx'
import { Journey } from './journey.tsx'
import { MoneyCard } from './money-card.tsx'
import { RecordList } from './record-list.tsx'
import { TransactionStep } from './transaction-step.tsx'
import { WeightCard } from './weight-card.tsx'

const nowMs = 1_795_000_000_000
const account = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D'
const inputs = { amount: '100', commission: '12', withdrawAccount: account, to: account }

const world = (options: StakeOptions) =>
  stakeDouble(
    options,
    () => nowMs,
    () => {}
  )

const render = async (children: React.ReactNode): Promise<string> => {
  const bridge = fixtureBridge('waiting', { nowMs: () => nowMs })
  const engine: Engine = { bridge, store: createStore(bridge, { nowMs: () => nowMs, after: () => () => {} }) }
  await engine.store.refresh()
  const html = renderToString(<EngineContext value={engine}>{children}</EngineContext>)
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}

const noHoles = (html: string) => expect(html).not.toMatch(/undefined|NaN|\[object|Invalid Date|>null</)

describe('the Stake screen', () => {
  it.each(Object.keys(stakeScenarios))(
    '%s: money, weight, clocks, accounts and actions without holes',
    async (scenario) => {
      const overview = world({ scenario }).overview()
      const html = await render(
        <>
          <MoneyCard view={overview.view} />
          <WeightCard view={overview.view} />
          <ClocksCard view={overview.view} />
          <AccountsCard overview={overview} />
          <ActionList overview={overview} />
        </>
      )
      noHoles(html)
      expect(html).toContain('Chance of priority')
    }
  )

  it.each([...actionKinds, ...askedKinds])('%s: steps as typed, without holes', async (kind) => {
    const stake = world({ scenario: kind === 'register' ? 'unregistered' : 'old-pool' })
    const overview = stake.overview()
    const request = { kind, input: inputs } as never
    const result = stake.prepare(request)
    const flow: Flow = { ...newFlow(kind), typed: inputs, preview: { state: 'seen', result } }
    const html = await render(
      <>
        <ConditionStep conditions={result.ready ? result.tx.conditions : result.preview.conditions} folded={false} />
        <InputStep flow={flow} overview={overview} />
        <TransactionStep flow={flow} overview={overview} />
      </>
    )
    noHoles(html)
    expect(html).toContain('Review the transaction')
  })

  it('says at the field what is wrong with an amount that is more than there is', async () => {
    const stake = world({})
    const result = stake.prepare({ kind: 'withdraw', input: { amount: '100000' } })
    const flow: Flow = { ...newFlow('withdraw'), typed: { amount: '100000' }, preview: { state: 'seen', result } }
    const html = await render(<InputStep flow={flow} overview={stake.overview()} />)
    expect(html).toContain('More than what is free')
    expect(html).toContain('It can be looked at, but not signed')
  })

  it.each([
    [{ stage: 'signed' }, 'being sent'],
    [{ stage: 'published', hash: '0x12' }, 'waits for a block'],
    [{ stage: 'failed', code: 'TX_REVERTED', hash: '0x12' }, 'The contract refused it.'],
    [{ stage: 'failed', code: 'SOMETHING_NEW', message: 'New words.' }, 'New words.'],
    [{ stage: 'confirmed', code: 'PROOF_STATE_DIFFERS', blockNumber: 5n }, 'something else changed']
  ] as [Partial<ActionRecord>, string][])('tells where a transaction is: %o', async (over, words) => {
    const stake = world({})
    const result = stake.prepare({ kind: 'withdraw', input: { amount: '5' } })
    const sent = result.ready ? stake.send({ id: result.tx.id }) : null
    if (!sent) throw new Error('a record wanted')
    const html = await render(<Journey record={{ ...sent, ...over }} />)
    noHoles(html)
    expect(html).toContain(words)
  })

  it('keeps what a timer did apart from what the operator did', async () => {
    const stake = world({ scenario: 'jail-over' })
    const result = stake.prepare({ kind: 'unjail', input: {} })
    const sent = result.ready ? stake.send({ id: result.tx.id }) : null
    if (!sent) throw new Error('a record wanted')
    const byTimer = await render(<RecordList records={[{ ...sent, stage: 'verified', by: 'timer' }]} />)
    expect(byTimer).toContain('by a timer')
    expect(byTimer).toContain('Unjail')
    expect(await render(<RecordList records={[{ ...sent, stage: 'verified' }]} />)).not.toContain('by a timer')
  })
})
