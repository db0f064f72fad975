import { readFile } from 'node:fs/promises'
import { formatEther } from 'viem'
import type { Address } from '../../../shared/domain/hex.ts'
import { type Bots, startBots } from '../bots.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../network.ts'
import type { PracticeValidator } from '../practice-accounts.ts'
import { practiceAmounts } from '../practice-amounts.ts'
import { type ProtocolReader, protocolReader } from '../read-contract.ts'
import { independentRoot, type MinedSubmission, minedSubmission, paidOutputs } from './chain-facts.ts'
import { type Drill, type DrillContext, type DrillFacts, expectEqual } from './drill.ts'
import { expectedPayments, type Stake } from './expected-rewards.ts'
import { type OperatorEngine, startOperatorEngine } from './operator-engine.ts'
import { until } from './until.ts'

type Submitted = MinedSubmission & { round: 'priority' | 'public' }
type Stage = {
  context: DrillContext
  network: PracticeNetwork
  read: ProtocolReader
  operator: OperatorEngine
  bots: Bots
}

const firstIndex = 2n
const outputCount = 5
/** For anything that takes a few blocks, with room for a machine that does other things too. */
const withinSec = 60

/** Five outputs in priority rounds that go round three validators, to the last reward. */
export const submitDrill: Drill = {
  name: 'submit',
  about: 'five outputs with priority rotating among three validators: roots, bonds, and rewards after finalization',
  async run(context) {
    const { preset, seed, clock, log, signal, say } = context
    const network = await startPracticeNetwork({ preset, seed, clock, log, signal })
    const bots = startBots({ network, clock, log, signal })
    let operator: OperatorEngine | null = null
    try {
      const read = protocolReader(network)
      network.steerDraws((index) => validatorOf(network, index).address)
      say(`${preset} network runs, starting the validator`)
      operator = await startOperatorEngine(context, network)
      return await play({ context, network, read, operator, bots })
    } finally {
      await operator?.stop()
      await bots.stop()
      await network.stop()
    }
  }
}

/** Whose priority round an output is: the operator, then each of the others, and round again. */
function validatorOf({ accounts }: PracticeNetwork, index: bigint): PracticeValidator {
  const all = [accounts.operator, ...accounts.bots]
  const validator = all[Number(index - firstIndex) % all.length]
  if (!validator) throw new Error('a network without validators')
  return validator
}

async function play(stage: Stage): Promise<DrillFacts> {
  const { network, read, context } = stage
  const stakesBefore = await stakes(stage)
  const vaultBefore = await read.kro('balanceOf', network.accounts.rewardVault.address)
  const submissions: Submitted[] = []
  for (let i = 0; i < outputCount; i++) submissions.push(await nextOutput(stage, firstIndex + BigInt(i)))
  const missedRounds = await missedSoFar(stage)
  expectEqual('missed rounds', missedRounds, 0)

  context.say('waiting for finality and payment')
  await untilPaid(stage, submissions)
  const paid = await paidOutputs(network)
  await expectPaidExactly(stage, { paid, stakesBefore, vaultBefore })
  await expectBonds(stage)
  await expectOperatorsView(stage, submissions)
  return { ...factsOf(stage, submissions, paid), missedRounds }
}

/** Lets one output become due, and checks that the right one submitted the right root in its priority round. */
async function nextOutput(stage: Stage, index: bigint): Promise<Submitted> {
  const { context, network, read } = stage
  const dueSec = Number(await read.oracle('nextOutputMinL2Timestamp'))
  const validator = validatorOf(network, index)
  expectEqual(`priority validator of output ${index}`, await read.manager('nextValidator'), validator.address)
  // Two more L2 blocks, so that the safe head is there as well.
  await network.warp(Math.max(0, dueSec + 2 * network.params.l2BlockTime - network.nowSec()))
  await until(context, { what: `output ${index} from ${validator.name}`, withinSec }, async () =>
    (await read.oracle('nextOutputIndex')) > index ? true : null
  )
  const mined = await minedSubmission(network, index)
  expectEqual(`submitter of output ${index}`, mined.submitter, validator.address.toLowerCase())
  expectEqual(`root of output ${index}`, mined.root, await independentRoot(network, mined.l2BlockNumber))
  const round = mined.atSec <= dueSec + network.params.roundDuration ? 'priority' : 'public'
  expectEqual(`round of output ${index}`, round, 'priority')
  await expectBonds(stage)
  context.say(`output ${index} submitted by ${validator.name} ${mined.atSec - dueSec} s after it was due`)
  return { ...mined, round }
}

/** Five thousand KRO for every output that is not paid yet, for each validator. */
async function expectBonds({ network, read }: Stage): Promise<void> {
  const [next, unpaid] = [await read.oracle('nextOutputIndex'), await read.oracle('nextFinalizeOutputIndex')]
  const owed = new Map<string, bigint>()
  for (let index = unpaid; index < next; index++) {
    const { submitter } = await read.oracle('getL2Output', index)
    owed.set(submitter, (owed.get(submitter) ?? 0n) + network.params.bondAmount)
  }
  for (const { address, name } of validatorsOf(network)) {
    const bonded = await read.assets('totalValidatorKroBonded', address)
    expectEqual(`bonds of ${name} before output ${next}`, bonded, owed.get(address) ?? 0n)
  }
}

async function missedSoFar({ network, read }: Stage): Promise<number> {
  const counts = await Promise.all(
    validatorsOf(network).map(({ address }) => read.manager('noSubmissionCount', address))
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Moves past the finality of the last one; the next submission, whoever makes it, pays. */
async function untilPaid({ context, network, read }: Stage, submissions: readonly MinedSubmission[]): Promise<void> {
  const last = submissions.at(-1)?.index ?? firstIndex
  const finalAt = Number(await read.oracle('finalizedAt', last))
  network.steerDraws(null)
  for (;;) {
    const next = await read.oracle('nextOutputIndex')
    const dueSec = Number(await read.oracle('nextOutputMinL2Timestamp')) + 2 * network.params.l2BlockTime
    await network.warp(Math.max(0, Math.max(finalAt + 1, dueSec) - network.nowSec()))
    await until(context, { what: `output ${next}, which pays`, withinSec }, async () =>
      (await read.oracle('nextOutputIndex')) > next ? true : null
    )
    if ((await read.oracle('nextFinalizeOutputIndex')) > last) return
  }
}

type Books = { paid: Awaited<ReturnType<typeof paidOutputs>>; stakesBefore: Map<Address, Stake>; vaultBefore: bigint }

/** Every payment, every stake and the vault to the last wei, against arithmetic of the drill's own. */
async function expectPaidExactly(stage: Stage, { paid, stakesBefore, vaultBefore }: Books): Promise<void> {
  const { network, read } = stage
  const { accounts, params } = network
  const baseRewardWei = params.baseReward
  const submitters = await Promise.all(
    paid.map(async ({ index }) => (await read.oracle('getL2Output', index)).submitter)
  )
  const rules = { baseRewardWei, commissionPercent: BigInt(practiceAmounts.commissionPercent) }
  const { payments, after } = expectedPayments(submitters, stakesBefore, rules)
  expectEqual(
    'payments',
    paid,
    payments.map((payment, i) => ({ index: BigInt(i) + 1n, ...payment }))
  )
  expectEqual('stakes after the payments', [...(await stakes(stage))], [...after])
  const left = await read.kro('balanceOf', accounts.rewardVault.address)
  expectEqual('KRO left in the reward vault', left, vaultBefore - BigInt(paid.length) * baseRewardWei)
}

/** The engine told the same story, and its journal is on disk. */
async function expectOperatorsView(
  { network, operator }: Stage,
  submissions: readonly MinedSubmission[]
): Promise<void> {
  const own = submissions.filter(({ index }) => validatorOf(network, index) === network.accounts.operator)
  const played = new Set(submissions.map(({ index }) => index))
  const told = operator.events.flatMap((event) =>
    event.type === 'output.submitted' && event.mine && played.has(event.outputIndex) ? [event.outputIndex] : []
  )
  expectEqual(
    "the operator's own submissions as events",
    told,
    own.map(({ index }) => index)
  )
  const invalid = operator.events.filter((event) => event.type === 'output.verdict' && event.verdict === 'invalid')
  expectEqual('outputs that the engine found invalid', invalid, [])
  const journal = await readFile(operator.journalPath, 'utf8')
  for (const { index } of own)
    expectEqual(`output ${index} is in the journal`, journal.includes(`submit-output:${index}`), true)
}

async function stakes({ network, read }: Stage): Promise<Map<Address, Stake>> {
  const pairs = validatorsOf(network).map(async ({ address }) => {
    const [ownWei, delegatedWei] = [
      await read.assets('totalValidatorKro', address),
      await read.assets('totalKroAssets', address)
    ]
    return [address, { ownWei, delegatedWei }] as const
  })
  return new Map(await Promise.all(pairs))
}

const validatorsOf = ({ accounts }: PracticeNetwork): PracticeValidator[] => [accounts.operator, ...accounts.bots]

function factsOf({ network }: Stage, submissions: readonly Submitted[], paid: Books['paid']): DrillFacts {
  const nameOf = (address: Address): string =>
    validatorsOf(network).find((validator) => validator.address.toLowerCase() === address.toLowerCase())?.name ??
    address
  const outputs = submissions.map(({ index, l2BlockNumber, round, submitter, root, gasUsed, feeWei }) => ({
    index: Number(index),
    l2Block: Number(l2BlockNumber),
    round,
    submitter: nameOf(submitter),
    root,
    gasUsed: Number(gasUsed),
    feeEth: formatEther(feeWei)
  }))
  const rewardOf = (name: string): bigint =>
    paid.filter(({ validator }) => nameOf(validator) === name).reduce((sum, { validatorWei }) => sum + validatorWei, 0n)
  const rewards = validatorsOf(network).map(({ name }) => [name, formatEther(rewardOf(name))])
  return {
    outputs,
    paidOutputs: paid.length,
    rewardsKro: Object.fromEntries(rewards),
    bondKro: formatEther(network.params.bondAmount),
    gasUsed: outputs.reduce((sum, { gasUsed }) => sum + gasUsed, 0)
  }
}
