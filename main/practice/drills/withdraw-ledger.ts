import { formatEther, getAddress } from 'viem'
import type { ActionRecord, PreparedTx } from '../../../shared/domain/action.ts'
import { ledgerPath } from '../../../shared/domain/ledger-paths.ts'
import type { LedgerField, PracticeLedgerAction } from '../../../shared/domain/practice-ledger.ts'
import { AppError } from '../../../shared/errors.ts'
import { createLedgerClient, type LedgerClient } from '../ledger/ledger-client.ts'
import { signOnLedger } from '../ledger/sign-command.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../network.ts'
import { type ProtocolReader, protocolReader } from '../read-contract.ts'
import { createBlockDriver } from './block-driver.ts'
import { type Drill, type DrillContext, type DrillFacts, expectEqual } from './drill.ts'
import { type OperatorEngine, startOperatorEngine } from './operator-engine.ts'
import { type OperatorHands, operatorHands, type SignOnDevice } from './operator-hands.ts'
import { until } from './until.ts'

const amountWei = 12_345n * 10n ** 18n + 67n
const path = ledgerPath('ledger-live', 0)

type Scene = {
  context: DrillContext
  network: PracticeNetwork
  read: ProtocolReader
  hands: OperatorHands
  /** The host's end of the cable. */
  cable: LedgerClient
}

/** A withdrawal as an operator makes it: too early, too much, rejected, locked, on another seed, and at last approved on the Ledger. */
export const withdrawLedgerDrill: Drill = {
  name: 'withdraw-ledger',
  about: 'KRO is withdrawn with the practice Ledger over TCP: refused where it must be, and the balances to the wei',
  async run(context) {
    const { preset, seed, clock, log, signal } = context
    const network = await startPracticeNetwork({ preset, seed, clock, log, signal, mining: 'manual' })
    const cable = createLedgerClient(network.ledger)
    let operator: OperatorEngine | null = null
    try {
      operator = await startOperatorEngine(context, network, { roles: { submitter: false } })
      const driver = createBlockDriver(network, context)
      const hands = await operatorHands(operator.engine, driver, context)
      return await play({ context, network, read: protocolReader(network), hands, cable })
    } finally {
      cable.close()
      await operator?.stop()
      await network.stop()
    }
  }
}

async function play(scene: Scene): Promise<DrillFacts> {
  const { network, read, hands, context } = scene
  const { operator } = network.accounts
  const recipient = await read.assets('getWithdrawAccount', operator.address)
  expectEqual('withdraw account', recipient, network.ledger.address)

  await hands.act({ kind: 'deposit', input: { amount: '100' } })
  await expectWaitingTime(scene)
  const freeWei = await read.assets('totalValidatorKroNotBonded', operator.address)
  expectEqual('a wei too much', await hands.refusals(wish(freeWei + 1n)), ['AMOUNT_WITHIN_FREE', 'CALL_SUCCEEDS'])
  expectEqual('all that is free', await hands.refusals(wish(freeWei)), [])
  const signed = (await hands.actions.list()).length
  await expectRefusals(scene)
  expectEqual('actions signed meanwhile', (await hands.actions.list()).length, signed)

  const before = await balances(scene)
  context.say('approving on the Ledger')
  const [record] = await hands.act(wish(amountWei), bySigning(scene, 'approve'))
  if (!record) throw new Error('an action without a record')
  await expectPaidOut(scene, { before, record })
  return {
    amountKro: formatEther(amountWei),
    withdrawAccount: recipient,
    transaction: record.hash,
    deviceHash: record.tx.deviceHash,
    gasUsed: Number(record.gasUsed),
    feeEth: formatEther(record.feeWei ?? 0n),
    refused: [
      'too early',
      'too much',
      'rejected',
      'locked',
      'blind signing off',
      'app closed',
      'other seed',
      'unplugged'
    ]
  }
}

const wish = (wei: bigint) => ({ kind: 'withdraw', input: { amount: formatEther(wei) } }) as const

/** A deposit starts the waiting time anew; it is over in its own second. */
async function expectWaitingTime({ network, read, hands, context }: Scene): Promise<void> {
  const atSec = Number(await read.assets('canWithdrawAt', network.accounts.operator.address))
  context.say(`a withdrawal is possible in ${atSec - network.nowSec()} s`)
  await network.warp(atSec - 1 - network.nowSec())
  expectEqual('a second too early', (await hands.refusals(wish(amountWei)))[0], 'DELEGATION_PERIOD_OVER')
  await network.warp(1)
  expectEqual('in that second', await hands.refusals(wish(amountWei)), [])
}

/** The user decides once the review is on the screen and is what was promised. */
const bySigning =
  (scene: Scene, verdict: PracticeLedgerAction): SignOnDevice =>
  async (tx) => {
    const signing = signOnLedger(scene.cable, { path, unsigned: tx.unsigned })
    // Awaited below, after the review.
    signing.catch(() => {})
    expectEqual('screen of the Ledger', await review(scene), promised(tx))
    scene.network.ledger.control(verdict)
    return signing
  }

const review = ({ network, context }: Scene): Promise<LedgerField[]> =>
  until(context, { what: 'a review on the Ledger', withinSec: 20 }, async () => {
    const { screen } = network.ledger.state()
    return screen?.kind === 'review' ? screen.fields : null
  })

/** Line by line as the app shows it beside the device. */
const promised = ({ signer, to, maxCostWei, chainId, deviceHash }: PreparedTx): LedgerField[] => [
  { label: 'From', value: getAddress(signer.address) },
  { label: 'To', value: getAddress(to) },
  { label: 'Max fees', value: `ETH ${formatEther(maxCostWei)}` },
  { label: 'Network', value: String(chainId) },
  { label: 'Transaction hash', value: deviceHash }
]

/** Everything that can go wrong on the device, and nothing of it is sent. */
async function expectRefusals(scene: Scene): Promise<void> {
  const { ledger } = scene.network
  const before = await balances(scene)
  expectEqual('rejected', await failure(scene, bySigning(scene, 'reject')), '6985')
  expectEqual('unplugged in mid-review', await failure(scene, bySigning(scene, 'unplug')), 'PRACTICE_LEDGER_UNPLUGGED')
  ledger.control('plug-in')
  const atOnce: SignOnDevice = ({ unsigned }) => signOnLedger(scene.cable, { path, unsigned })
  for (const [action, back, status] of [
    ['lock', 'unlock', '5515'],
    ['blind-signing-off', 'blind-signing-on', '6a80'],
    ['close-app', 'open-app', '6e01']
  ] as const) {
    ledger.control(action)
    expectEqual(action, await failure(scene, atOnce), status)
    ledger.control(back)
  }
  ledger.control('use-other-seed')
  const blindly: SignOnDevice = async ({ unsigned }) => {
    const signing = signOnLedger(scene.cable, { path, unsigned })
    await review(scene)
    ledger.control('approve')
    return signing
  }
  expectEqual('another seed', await failure(scene, blindly), 'SIGNATURE_OF_OTHER_ACCOUNT')
  ledger.control('use-own-seed')
  expectEqual('balances after refusals', await balances(scene), before)
}

/** Status word or code of what keeps the withdrawal from being sent. */
async function failure({ hands }: Scene, sign: SignOnDevice): Promise<string> {
  try {
    await hands.act(wish(amountWei), sign)
    return 'sent'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.code === 'PRACTICE_LEDGER_REFUSED' ? String(error.meta.status) : error.code
  }
}

type Balances = { recipient: bigint; own: bigint; free: bigint }

const balances = async ({ network, read }: Scene): Promise<Balances> => ({
  recipient: await read.kro('balanceOf', network.ledger.address),
  own: await read.assets('totalValidatorKro', network.accounts.operator.address),
  free: await read.assets('totalValidatorKroNotBonded', network.accounts.operator.address)
})

type Paid = { before: Balances; record: ActionRecord }

/** By the chain itself, not by the app's own proof; and that the app found the same. */
async function expectPaidOut(scene: Scene, { before, record }: Paid): Promise<void> {
  const { network } = scene
  expectEqual('balances after the withdrawal', await balances(scene), {
    recipient: before.recipient + amountWei,
    own: before.own - amountWei,
    free: before.free - amountWei
  })
  const mined = await network.l1.rpc<{ from: string; to: string }>('eth_getTransactionByHash', [record.hash])
  expectEqual('sender of the withdrawal', getAddress(mined.from), network.ledger.address)
  expectEqual('its contract', getAddress(mined.to), getAddress(network.addresses.AssetManager))
  const facts = record.proof?.facts.map(({ name, ok }) => [name, ok])
  expectEqual('facts that the app proved', facts, [
    ['withdrawWallet', true],
    ['ownKro', true]
  ])
}
