import { formatEther, type Hex } from 'viem'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { sendAllOwn } from '../l1-transactions.ts'
import { practiceAmounts } from '../practice-amounts.ts'
import { submission } from '../set-up-protocol.ts'
import { independentRoot } from './chain-facts.ts'
import { type ChallengeStage, warpUntil } from './challenge-stage.ts'
import { type DrillFacts, expectEqual } from './drill.ts'
import { expectedPayments, type Stake } from './expected-rewards.ts'
import { protocolEvents } from './l1-record.ts'

type Book = Stake & { bondedWei: bigint }
type Books = { byValidator: Map<Address, Book>; councilWei: bigint }

/** Of a slashed bond, in percent. */
const taxPercent = 20n

/** Lets all outputs up to `last` become final; the idle validator then submits the next one, which pays them. Checks every stake, every bond and what the council got, to the last wei, against arithmetic of the drill's own. */
export async function settle(stage: ChallengeStage, last: bigint): Promise<DrillFacts> {
  const { network, read } = stage
  const [finalAt, dueAt] = [await read.oracle('finalizedAt', last), await read.oracle('nextOutputMinL2Timestamp')]
  const { roundDuration } = network.params
  stage.context.say(`waiting for the finality of output ${last}`)
  await warpUntil(stage, Math.max(Number(finalAt), Number(dueAt) + roundDuration) + 1)

  const before = await readBooks(stage)
  const first = await read.oracle('nextFinalizeOutputIndex')
  const expected = await expectedBooks(stage, before, { first, last })
  await idleSubmits(stage)
  expectEqual('next output to pay', await read.oracle('nextFinalizeOutputIndex'), last + 1n)
  const after = await readBooks(stage)
  expectEqual('stakes and bonds after the payment', [...after.byValidator], [...expected.byValidator])
  expectEqual('KRO of the council after the payment', after.councilWei, expected.councilWei)
  const operator = network.accounts.operator.address
  const gained = (after.byValidator.get(operator)?.ownWei ?? 0n) - (before.byValidator.get(operator)?.ownWei ?? 0n)
  return { paidOutputs: Number(last - first + 1n), operatorGainedKro: formatEther(gained) }
}

async function readBooks({ network, read }: ChallengeStage): Promise<Books> {
  const { accounts, addresses } = network
  const byValidator = await Promise.all(
    [accounts.operator, ...accounts.bots].map(async ({ address }) => {
      const [ownWei, delegatedWei, bondedWei] = await Promise.all([
        read.assets('totalValidatorKro', address),
        read.assets('totalKroAssets', address),
        read.assets('totalValidatorKroBonded', address)
      ])
      return [address, { ownWei, delegatedWei, bondedWei }] as const
    })
  )
  return { byValidator: new Map(byValidator), councilWei: await read.kro('balanceOf', addresses.SecurityCouncil) }
}

type Range = { first: bigint; last: bigint }

/** Per output, in order: the base reward, then the bonds slashed over it less the tax, both to its submitter of record, whose bond is released. */
async function expectedBooks(stage: ChallengeStage, before: Books, { first, last }: Range): Promise<Books> {
  const { network, read, idle } = stage
  const { params, addresses } = network
  const byValidator = new Map(before.byValidator)
  let { councilWei } = before
  const slashed = await slashedWei(stage)
  const rules = { baseRewardWei: params.baseReward, commissionPercent: BigInt(practiceAmounts.commissionPercent) }
  for (let index = first; index <= last; index++) {
    const { submitter } = await read.oracle('getL2Output', index)
    const pending = slashed.get(index) ?? 0n
    const book = byValidator.get(submitter)
    if (submitter === addresses.SecurityCouncil || !book) {
      councilWei += params.baseReward + pending
      continue
    }
    const paid = expectedPayments([submitter], byValidator, rules).after.get(submitter) ?? book
    const tax = (pending * taxPercent) / 100n
    councilWei += tax
    byValidator.set(submitter, {
      ownWei: paid.ownWei + pending - tax,
      delegatedWei: paid.delegatedWei,
      bondedWei: book.bondedWei - params.bondAmount
    })
  }
  const book = byValidator.get(idle.address)
  if (book) byValidator.set(idle.address, { ...book, bondedWei: book.bondedWei + params.bondAmount })
  return { byValidator, councilWei }
}

/** Bonds lost over each output, less those given back. */
async function slashedWei({ network }: ChallengeStage): Promise<Map<bigint, bigint>> {
  const sums = new Map<bigint, bigint>()
  for (const { eventName, args } of await protocolEvents(network)) {
    if (eventName !== 'Slashed' && eventName !== 'SlashReverted') continue
    const sign = eventName === 'Slashed' ? 1n : -1n
    sums.set(args.outputIndex, (sums.get(args.outputIndex) ?? 0n) + sign * args.amount)
  }
  return sums
}

/** A right output from a validator that has no engine. */
async function idleSubmits({ network, read, idle }: ChallengeStage): Promise<void> {
  const { l1, addresses } = network
  const l2BlockNumber = await read.oracle('nextBlockNumber')
  const head = await l1.rpc<{ hash: Hash; number: Hex }>('eth_getBlockByNumber', ['latest', false])
  const transaction = submission({
    from: idle,
    oracle: addresses.L2OutputOracle,
    outputRoot: await independentRoot(network, l2BlockNumber),
    l2BlockNumber,
    l1Block: { hash: head.hash, number: BigInt(head.number) }
  })
  await sendAllOwn({ l1: l1.rpc, transactions: [transaction], mine: () => network.mine(1) })
}
