import { operatorOf, ownIndex, warpUntil } from '../../../main/practice/drills/challenge-stage.ts'
import { expectEqual } from '../../../main/practice/drills/drill.ts'
import { toQuantity } from '../../../main/practice/rpc.ts'
import type { FaultEntry } from '../entry.ts'
import type { Plan, RpcError } from '../proxy/fault.ts'
import { alreadyKnown, noFunds, nonceTooLowWordings, replacementUnderpriced } from '../proxy/wordings.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { sendForeign, submissionData } from '../stage/foreign.ts'
import { type Operator, type OperatorOptions, readyOperator } from '../stage/operator.ts'
import { expect, expectOnly, ownTransactions, submitsRightly } from '../stage/own-work.ts'
import { waitingOf } from '../stage/pool.ts'
import { takeBack } from '../stage/reorg.ts'
import { createShiftedClock } from '../stage/shifted-clock.ts'
import { waitFor } from '../stage/wait.ts'
import { makeDue } from './rpc-reorgs.ts'

const gwei = 10n ** 9n
const inGwei = (wei: bigint): string => `${Number(wei / 10n ** 7n) / 100} gwei`
const publicToo = { submitter: true, challenger: false, publicRound: true }
const quick: OperatorOptions = { fees: { resendAfterMs: 500 } }

/** The operator's submission waits in the pool; no block is made meanwhile. */
async function submissionWaits(stage: FaultStage, options: OperatorOptions = {}) {
  const operator = await readyOperator(stage, options)
  await makeDue(stage)
  const find = async () => (await waitingOf(stage, operatorOf(stage)))[0] ?? null
  return { operator, waiting: await waitFor(stage.context, { what: 'the submission in the pool' }, find) }
}

const isNext = (stage: FaultStage) => async (): Promise<true | null> =>
  (await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null

async function baseFeeDoubles(stage: FaultStage): Promise<string> {
  const cap = 60n * gwei
  const base = 10n * gwei
  stage.network.setBaseFee(base)
  await stage.network.mine(1)
  const { operator, waiting } = await submissionWaits(stage, {
    fees: { resendAfterMs: 500, maxFeePerGasCapWei: cap }
  })
  const offers = [waiting.maxFeePerGas]
  // Doubled twice before the next block, and once more for the one after it.
  for (const fee of [4n * base, 8n * base]) {
    stage.network.setBaseFee(fee)
    await stage.network.mine(1)
    const more = await waitFor(stage.context, { what: 'higher fees, or word of the cap' }, async () => {
      const [now] = await waitingOf(stage, operatorOf(stage))
      if (now && now.maxFeePerGas > (offers.at(-1) ?? 0n)) return now.maxFeePerGas
      return offers.at(-1) === cap && atCap(operator) ? cap : null
    })
    offers.push(more)
  }
  expect(
    'never above the cap',
    offers.every((wei) => wei <= cap),
    offers.map(inGwei)
  )
  expect('told at the cap', atCap(operator))
  stage.network.setBaseFee(3n * base)
  await stage.driver.until({ what: 'the submission after the fee came down', withinSec: 20 }, isNext(stage))
  await expectOnly(stage, ['submitL2Output'])
  return `offered ${[...new Set(offers)].map(inGwei).join(', then ')}; told at the cap of ${inGwei(cap)}; mined once when the fee came down`
}

const atCap = ({ events }: Operator): boolean => events.some(({ type }) => type === 'tx.at-fee-cap')

/** A node answers the first publication with these words. */
const refusesOnce =
  (error: RpcError, done?: true) =>
  async (stage: FaultStage): Promise<string> => {
    const operator = await readyOperator(stage, quick)
    const plan: Plan = {
      ...{ methods: ['eth_sendRawTransaction'], calls: 1 },
      fault: { kind: 'error', error, ...(done && { done }) }
    }
    const injection = stage.primary.inject(plan)
    await submitsRightly(stage)
    expect('the words were said', injection.count() === 1)
    const published = stage.primary.passed().filter(({ method }) => method === 'eth_sendRawTransaction')
    const { paused } = operator.engine.snapshot() as { paused?: unknown }
    expect('signing goes on', (paused ?? null) === null, paused)
    return `published ${published.length} ${published.length === 1 ? 'time' : 'times'}, mined once`
  }

/** The favourite endpoint counts three transactions that do not exist. */
const countsTooMany = (forMs: number): Plan => ({
  ...{ methods: ['eth_getTransactionCount'], forMs },
  fault: { kind: 'edit', edit: ({ result }) => toQuantity(Number(result) + 3) }
})

const isPaused = ({ engine }: Operator): boolean =>
  engine.snapshot().health.some(({ code }) => code === 'SIGNING_PAUSED')

/** For a moment: looked past. For longer: nothing is signed behind a gap; it is the operator who says that all is well. */
async function behindGap(stage: FaultStage): Promise<string> {
  const operator = await readyOperator(stage, { ...quick, roles: publicToo })
  const injection = stage.primary.inject(countsTooMany(10_000))
  await makeDue(stage)
  await stage.driver.until({ what: 'signing paused', withinSec: 20 }, () => (isPaused(operator) ? true : null))
  expect('the fault was met', injection.count() > 0)
  expectEqual(
    'own transactions, waiting or mined',
    [(await waitingOf(stage, operatorOf(stage))).length, (await ownTransactions(stage)).length],
    [0, 0]
  )
  injection.stop()
  await operator.engine.resumeSigning()
  await stage.driver.until({ what: 'the submission once the count is right', withinSec: 40 }, isNext(stage))
  const [mined] = await expectOnly(stage, ['submitL2Output'])
  return `nothing signed behind the gap, SIGNING_PAUSED; after the operator resumed, submitted with nonce ${mined?.nonce}`
}

async function withoutFunds(stage: FaultStage): Promise<string> {
  const { network, driver } = stage
  const clock = createShiftedClock()
  const operator = await readyOperator(stage, { ports: { clock }, roles: publicToo })
  const account = operatorOf(stage)
  const wei = await network.l1.rpc<string>('eth_getBalance', [account, 'latest'])
  await network.l1.rpc('anvil_setBalance', [account, '0x1'])
  await makeDue(stage)
  // What was read of the contracts is kept for half a minute.
  clock.shift(31_000)
  const item = await driver.until({ what: 'word of the missing ETH', withinSec: 20 }, () => {
    return operator.engine.snapshot().health.find(({ code }) => code === 'LOW_ETH') ?? null
  })
  expectEqual('transactions without funds', (await ownTransactions(stage)).length, 0)
  await network.l1.rpc('anvil_setBalance', [account, wei])
  clock.shift(31_000)
  await network.warp(31)
  await driver.until({ what: 'the submission once there is ETH' }, isNext(stage))
  await expectOnly(stage, ['submitL2Output'])
  return `${item.code}: nothing signed; submitted once ETH had come`
}

async function revertedReceipt(stage: FaultStage): Promise<string> {
  const { network, liar, driver } = stage
  const operator = await readyOperator(stage, { roles: publicToo, fees: { resendAfterMs: 60_000 } })
  const dueSec = Number(await stage.read.oracle('nextOutputMinL2Timestamp'))
  await warpUntil(stage, dueSec + network.params.roundDuration + 3)
  await waitFor(stage.context, { what: 'the submission in the pool' }, async () => {
    return (await waitingOf(stage, operatorOf(stage)))[0] ?? null
  })
  const nonce = Number(await network.l1.rpc<string>('eth_getTransactionCount', [liar.address, 'latest']))
  const fees = { maxFeeWei: 500n * gwei, tipWei: 400n * gwei }
  await sendForeign(stage, {
    ...{ from: liar, to: network.addresses.L2OutputOracle, data: await submissionData(stage), nonce, ...fees }
  })
  await network.mine(1)
  const failed = await driver.until({ what: 'word of the reverted transaction', withinSec: 20 }, () => {
    return operator.events.find((event) => event.type === 'tx.failed' && event.code === 'TX_REVERTED') ?? null
  })
  const mined = await ownTransactions(stage)
  expectEqual(
    'own transactions',
    mined.map(({ call, succeeded }) => [call, succeeded]),
    [['submitL2Output', false]]
  )
  await driver.step()
  await driver.step()
  expectEqual('nothing is sent after it', (await ownTransactions(stage)).length, 1)
  return `mined and reverted; told as ${'code' in failed ? failed.code : failed.type}; not sent again`
}

async function dropped(stage: FaultStage): Promise<string> {
  const { waiting } = await submissionWaits(stage, quick)
  await stage.network.l1.rpc('anvil_dropTransaction', [waiting.hash])
  const again = await waitFor(stage.context, { what: 'the submission in the pool again', withinSec: 40 }, async () => {
    return (await waitingOf(stage, operatorOf(stage)))[0] ?? null
  })
  await stage.driver.until({ what: 'the submission mined' }, isNext(stage))
  await expectOnly(stage, ['submitL2Output'])
  expectEqual('nonce of what came again', again.nonce, waiting.nonce)
  return `published again ${again.hash === waiting.hash ? 'as it was' : 'with higher fees'}, same nonce, mined once`
}

async function minedThenReorged(stage: FaultStage): Promise<string> {
  const operator = await readyOperator(stage)
  await makeDue(stage)
  const isConfirmed = (): boolean => operator.events.some(({ type }) => type === 'tx.confirmed')
  const hash = await takeBack(stage, {
    account: operatorOf(stage),
    call: 'submitL2Output',
    depth: 2,
    noticed: isConfirmed
  })
  await stage.driver.until({ what: 'the submission again', withinSec: 20 }, isNext(stage))
  const [mined] = await expectOnly(stage, ['submitL2Output'])
  expectEqual('bytes of what was mined again', mined?.hash, hash)
  return 'the same signed bytes again, mined once'
}

async function foreign(stage: FaultStage): Promise<string> {
  const { network, driver } = stage
  const { operator, waiting } = await submissionWaits(stage, { ...quick, roles: publicToo })
  const account = network.accounts.operator
  const fees = { maxFeeWei: waiting.maxFeePerGas * 4n, tipWei: waiting.maxFeePerGas }
  await sendForeign(stage, { from: account, to: account.address, nonce: waiting.nonce, ...fees })
  await network.mine(1)
  await driver.until({ what: 'signing paused', withinSec: 30 }, () => (isPaused(operator) ? true : null))
  for (let i = 0; i < 3; i++) await driver.step()
  const meanwhile = (await ownTransactions(stage)).length
  expectEqual('transactions while paused: the foreign one', meanwhile, 1)
  await operator.engine.resumeSigning()
  await driver.until({ what: 'the submission after the operator let signing go on' }, isNext(stage))
  return 'SIGNING_PAUSED, nothing signed until the operator resumed, then submitted'
}

const entry = (
  name: string,
  injected: string,
  expected: string,
  play: (stage: FaultStage) => Promise<string>
): FaultEntry => ({ name, injected, expected, run: ({ onStage }) => onStage(play) })

export const transactionEntries: FaultEntry[] = [
  entry(
    'tx-base-fee-doubles',
    'the base fee doubles three times while the submission waits, beyond the operator’s cap',
    'raised at the same nonce, never above the cap, said when the cap is reached, mined once when the fee comes down',
    baseFeeDoubles
  ),
  {
    name: 'tx-nonce-too-low',
    injected: `the node answers the publication "nonce too low" in the words of ${nonceTooLowWordings.map(({ client }) => client).join(', ')}`,
    expected: 'no other nonce is taken and signing is not paused; published again, mined once',
    async run({ onStage }) {
      const seen: string[] = []
      for (const { client, error } of nonceTooLowWordings) seen.push(`${client}: ${await onStage(refusesOnce(error))}`)
      return seen.join('; ')
    }
  },
  entry(
    'tx-nonce-gap',
    'the first L1 endpoint counts three transactions more than there are, for seconds',
    'nothing is signed behind the gap, signing pauses with an alert; submitted with the next nonce once the operator resumed',
    behindGap
  ),
  entry(
    'tx-already-known',
    'the node takes the transaction and answers "already known"',
    'taken as published; mined once',
    refusesOnce(alreadyKnown, true)
  ),
  entry(
    'tx-replacement-underpriced',
    'the node answers the publication "replacement transaction underpriced"',
    'raised at once at the same nonce, mined once',
    refusesOnce(replacementUnderpriced)
  ),
  entry(
    'tx-no-funds',
    'the account has no ETH when its output is due, and gets some in time',
    'nothing is signed, it is said what is missing; submitted once there is ETH',
    withoutFunds
  ),
  entry(
    'tx-no-funds-at-node',
    'the node answers the publication "insufficient funds"',
    'given up, looked at anew, and submitted once',
    refusesOnce(noFunds)
  ),
  entry(
    'tx-reverted-receipt',
    'another validator’s submission of the same output comes first in the block',
    'the revert is an error that is told, and nothing is sent again for that output',
    revertedReceipt
  ),
  entry('tx-dropped', 'the pool drops the submission', 'published again at the same nonce, mined once', dropped),
  entry(
    'tx-mined-then-reorged',
    'the block with the confirmed submission is taken back',
    'the same bytes are published again, mined once',
    minedThenReorged
  ),
  entry(
    'tx-foreign',
    'another program uses the key: its transaction takes the nonce of the waiting submission',
    'signing pauses with an alert until the operator resumes it',
    foreign
  )
]
