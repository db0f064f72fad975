import { type Abi, encodeAbiParameters, encodeEventTopics, getAddress, type Hex } from 'viem'
import { assetManagerAbi } from '../../../../shared/contracts/abi/asset-manager.ts'
import { l2OutputOracleAbi } from '../../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../../shared/contracts/abi/validator-manager.ts'
import type { ContractAddresses } from '../../../../shared/contracts/networks.ts'
import type { Address, Hash } from '../../../../shared/domain/hex.ts'
import type { ChainLog } from '../../chain/types.ts'

/** Logs for tests, encoded with the contracts' own ABIs. */
const address = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`
export const hash = (n: number | bigint): Hash => `0x${n.toString(16).padStart(64, '0')}`

export const exampleAddresses: ContractAddresses = {
  L2OutputOracle: address(0xa1),
  Colosseum: address(0xa2),
  ValidatorPool: address(0xa3),
  ValidatorManager: address(0xa4),
  AssetManager: address(0xa5),
  SecurityCouncil: address(0xa6),
  ZKProofVerifier: address(0xa7),
  GovernanceToken: address(0xa8)
}
export const alice = getAddress(address(0xa11ce))
export const bob = getAddress(address(0xb0b))

const emitters = {
  L2OutputOracle: l2OutputOracleAbi as Abi,
  ValidatorManager: validatorManagerAbi as Abi,
  AssetManager: assetManagerAbi as Abi
}

type Place = { block: number; tx: number; logIndex?: number }

export function exampleLog(
  contract: keyof typeof emitters,
  event: string,
  args: Record<string, unknown>,
  place: Place
): ChainLog {
  const abi = emitters[contract]
  const item = abi.find((x) => x.type === 'event' && x.name === event)
  if (item?.type !== 'event') throw new Error(`no event ${event}`)
  const plain = item.inputs.filter((i) => !i.indexed)
  return {
    address: exampleAddresses[contract],
    topics: encodeEventTopics({ abi, eventName: event, args }) as Hex[],
    data: encodeAbiParameters(
      plain,
      plain.map((i) => args[i.name ?? ''])
    ),
    blockNumber: BigInt(place.block),
    blockHash: hash(1_000_000 + place.block),
    txHash: hash(place.tx),
    logIndex: place.logIndex ?? 0,
    removed: false
  }
}

type Submission = {
  index: bigint
  by: Address
  place: Place
  root?: Hash
  paid?: { index: bigint; to: Address; wei: bigint }
}

/** The logs of one submission, in the contract's order. */
export function submissionLogs({ index, by, place, root = hash(7_000n + index), paid }: Submission): ChainLog[] {
  const l1Timestamp = 10_000n + BigInt(place.block)
  const reward = paid && {
    outputIndex: paid.index,
    validator: paid.to,
    validatorReward: paid.wei,
    baseReward: 1n,
    boostedReward: 2n
  }
  return [
    exampleLog(
      'L2OutputOracle',
      'OutputSubmitted',
      { outputRoot: root, l2OutputIndex: index, l2BlockNumber: index * 40n, l1Timestamp },
      place
    ),
    ...(reward ? [exampleLog('ValidatorManager', 'RewardDistributed', reward, place)] : []),
    exampleLog('AssetManager', 'ValidatorKroBonded', { validator: by, amount: 5n, remainder: 5n }, place)
  ]
}
