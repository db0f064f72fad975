import type { Hex } from 'viem'
import { ownIndex, warpUntil } from '../../../main/practice/drills/challenge-stage.ts'
import type { FaultEntry } from '../entry.ts'
import type { Plan } from '../proxy/fault.ts'
import { goingBackTo, stoppedAt, wrongChainId } from '../proxy/wrong-heads.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { type Operator, readyOperator, startOperator } from '../stage/operator.ts'
import { expect, expectOnly, submitsRightly } from '../stage/own-work.ts'
import { createShiftedClock } from '../stage/shifted-clock.ts'

const lateSec = 150

/** The chain goes on, the operator's favourite endpoint shows an old head; the engine must notice by itself, and only then can it know that an output is due. */
async function submitsBehind(stage: FaultStage, plan: (head: number) => Plan): Promise<string> {
  const clock = createShiftedClock()
  clock.showSec(stage.network.nowSec())
  const operator = await readyOperator(stage, {
    ...{ roles: { submitter: true, challenger: false, publicRound: true }, ports: { clock } }
  })
  const injection = stage.primary.inject(plan(Number(await stage.network.l1.rpc<Hex>('eth_blockNumber'))))
  const dueSec = Number(await stage.read.oracle('nextOutputMinL2Timestamp'))
  await warpUntil(stage, dueSec + lateSec)
  clock.showSec(stage.network.nowSec())
  await stage.driver.until(
    { what: `output ${ownIndex}`, stuck: () => JSON.stringify(operator.engine.snapshot().endpoints) },
    async () => ((await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null)
  )
  await expectOnly(stage, ['submitL2Output'])
  expect('the fault was met', injection.count() > 0)
  return named(stage, operator, /behind/)
}

/** What the engine says of its first L1 endpoint. Throws when that does not say what is wrong with it. */
async function named(stage: FaultStage, { engine }: Operator, words: RegExp): Promise<string> {
  const origin = stage.primary.httpUrl
  const item = await stage.driver.until(
    { what: 'the endpoint named', stuck: () => JSON.stringify(engine.snapshot().health) },
    () => engine.snapshot().health.find(({ subject }) => subject === `l1 ${origin}`) ?? null
  )
  expect('the message says what is wrong', words.test(item.message), item.message)
  return `${item.code}: ${item.message.replaceAll(origin, '(origin)')}`
}

export const rpcHeadEntries: FaultEntry[] = [
  {
    name: 'rpc-stale-node',
    injected: 'the first L1 endpoint stays at its block while the chain goes on for minutes',
    expected: 'found to be behind, refused and named; the output is submitted through the second, once',
    run: ({ onStage }) => onStage((stage) => submitsBehind(stage, stoppedAt))
  },
  {
    name: 'rpc-going-back',
    injected: 'the first L1 endpoint answers every other time with a head of minutes before',
    expected: 'no block is taken back; it is refused and named, and the output is submitted once',
    run: ({ onStage }) => onStage((stage) => submitsBehind(stage, goingBackTo))
  },
  {
    name: 'rpc-wrong-chain-id',
    injected: 'the first L1 endpoint is a node of another chain',
    expected: 'asked for nothing but its chain id, refused and named; the second does the work',
    run: ({ onStage }) =>
      onStage(async (stage) => {
        stage.primary.inject(wrongChainId(1))
        const operator = startOperator(stage)
        await stage.driver.until({ what: 'the start gates' }, () => operator.ready.then(() => true))
        await submitsRightly(stage)
        const others = stage.primary.passed().filter(({ method }) => method !== 'eth_chainId')
        expect('it was asked for nothing else', others.length === 0, others[0]?.method)
        return named(stage, operator, /chain/)
      })
  }
]
