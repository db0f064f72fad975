import { type Abi, encodeAbiParameters, encodeEventTopics, encodeFunctionData, type Hex } from 'viem'
import { colosseumAbi } from '../../../../shared/contracts/abi/colosseum.ts'
import { validatorManagerAbi } from '../../../../shared/contracts/abi/validator-manager.ts'
import type { Address, Hash } from '../../../../shared/domain/hex.ts'
import type { ChainLog } from '../../chain/types.ts'
import { asserter, challenger, claimedRoot, trueRoot } from './example-view.ts'

/** Logs and inputs of a dispute about output 3 of example-view, encoded with the contracts' own ABIs. */
export const exampleContracts = {
  Colosseum: `0x${'c0'.repeat(20)}` as Address,
  ValidatorManager: `0x${'e0'.repeat(20)}` as Address
}
const abis: Record<keyof typeof exampleContracts, Abi> = {
  Colosseum: colosseumAbi,
  ValidatorManager: validatorManagerAbi
}
export const txHash = (n: number): Hash => `0x${n.toString(16).padStart(64, '0')}`

type Place = { tx: number; logIndex?: number; removed?: boolean }

export function challengeLogOf(
  event: string,
  args: Record<string, unknown>,
  { tx, logIndex = 0, removed = false }: Place
): ChainLog {
  const contract = /^Slash/.test(event) ? 'ValidatorManager' : 'Colosseum'
  const abi = abis[contract]
  const item = abi.find((x) => x.type === 'event' && x.name === event)
  if (item?.type !== 'event') throw new Error(`no event ${event}`)
  const plain = item.inputs.filter((i) => !i.indexed)
  return {
    address: exampleContracts[contract],
    topics: encodeEventTopics({ abi, eventName: event, args }) as Hex[],
    data: encodeAbiParameters(
      plain,
      plain.map((i) => args[i.name ?? ''])
    ),
    blockNumber: BigInt(tx),
    blockHash: txHash(1_000 + tx),
    txHash: txHash(tx),
    logIndex,
    removed
  }
}

/** Second 10,000 + 100 per transaction. */
const at = (tx: number): bigint => 10_000n + 100n * BigInt(tx)
const bond = 5_000n

export const created = (tx: number, by: Address = challenger): ChainLog =>
  challengeLogOf('ChallengeCreated', { outputIndex: 3n, asserter, challenger: by, timestamp: at(tx) }, { tx })
export const bisected = (tx: number, turn: number, by: Address = challenger): ChainLog =>
  challengeLogOf('Bisected', { outputIndex: 3n, challenger: by, turn, timestamp: at(tx) }, { tx })
export const ready = (tx: number): ChainLog =>
  challengeLogOf('ReadyToProve', { outputIndex: 3n, challenger }, { tx, logIndex: 1 })
export const ended = (
  event: 'Proven' | 'ChallengerTimedOut' | 'ChallengeCanceled' | 'ChallengeDismissed',
  tx: number,
  by: Address = challenger
): ChainLog =>
  challengeLogOf(
    event,
    { outputIndex: 3n, challenger: by, timestamp: at(tx) },
    { tx, logIndex: event === 'ChallengeDismissed' ? 5 : 0 }
  )
export const forceDeleted = (tx: number): ChainLog =>
  challengeLogOf('OutputForceDeleted', { outputIndex: 3n, asseter: asserter, timestamp: at(tx) }, { tx, logIndex: 5 })
export const slashed = (tx: number, loser: Address): ChainLog =>
  challengeLogOf('Slashed', { outputIndex: 3n, loser, amount: bond }, { tx, logIndex: 2 })
export const slashReverted = (tx: number, loser: Address): ChainLog =>
  challengeLogOf('SlashReverted', { outputIndex: 3n, loser, amount: bond }, { tx, logIndex: 1 })

const createInput = encodeFunctionData({
  abi: colosseumAbi,
  functionName: 'createChallenge',
  args: [3n, txHash(9), 9n, [80n, 88n, 96n, 104n, 112n, 120n].map(trueRoot)]
})
const bisectInput = (pos: bigint, blocks: bigint[], root: (block: bigint) => Hash): Hex =>
  encodeFunctionData({ abi: colosseumAbi, functionName: 'bisect', args: [3n, challenger, pos, blocks.map(root)] })

/** Inputs of the moves of a full game in transactions 1 to 4. */
export const inputs = new Map<Hash, Hex>([
  [txHash(1), createInput],
  [txHash(2), bisectInput(2n, [96n, 100n, 104n], claimedRoot)],
  [txHash(3), bisectInput(0n, [96n, 98n, 100n], trueRoot)],
  [txHash(4), bisectInput(0n, [96n, 97n, 98n], claimedRoot)]
])
/** The logs of that game up to the proof. */
export const fullGame = [created(1), bisected(2, 2), bisected(3, 3), bisected(4, 4), ready(4)]
