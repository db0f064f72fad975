import type { Hex } from 'viem'

/** The parameters of a deployment, with the names of the conformance vectors. Periods in seconds, intervals in L2 blocks, amounts in wei. */
export interface ProtocolParams {
  l2BlockTime: number
  startingBlockNumber: number
  submissionInterval: number
  finalizationPeriod: number
  /** Half of the time that an interval takes: what the priority validator has for itself. */
  roundDuration: number
  softJail: number
  hardJail: number
  jailThreshold: number
  maxOutputFinalizations: number
  baseReward: bigint
  minRegisterAmount: bigint
  minActivateAmount: bigint
  mptFirstOutputIndex: number
  commissionChangeDelay: number
  minDelegationPeriod: number
  bondAmount: bigint
  creationPeriod: number
  bisectionTimeout: number
  provingTimeout: number
  /** Hashes sent in each turn; the product of (length - 1) is the submission interval. */
  segmentsLengths: readonly number[]
  dummyHash: Hex
  maxTxs: number
}

const kro = (amount: number): bigint => BigInt(amount) * 10n ** 18n

const shared = {
  startingBlockNumber: 0,
  jailThreshold: 2,
  maxOutputFinalizations: 10,
  baseReward: kro(400),
  minRegisterAmount: kro(10_000),
  minActivateAmount: kro(10_000),
  bondAmount: kro(5_000),
  dummyHash: '0xedf1ae3da135c124658e215a9bf53477facb442a1dcd5a92388332cb6193237f',
  maxTxs: 100
} as const

/** The practice network: mainnet's amounts, minutes instead of days, an output every 40 seconds. */
export const practiceParams: ProtocolParams = {
  ...shared,
  l2BlockTime: 1,
  submissionInterval: 40,
  segmentsLengths: [6, 3, 3, 3],
  finalizationPeriod: 240,
  roundDuration: 20,
  softJail: 60,
  hardJail: 120,
  creationPeriod: 180,
  bisectionTimeout: 30,
  provingTimeout: 60,
  commissionChangeDelay: 120,
  minDelegationPeriod: 60,
  mptFirstOutputIndex: 1_000_000_000
}

/** Mainnet's parameters, for tests that need its proportions. */
export const mainnetShapeParams: ProtocolParams = {
  ...shared,
  l2BlockTime: 2,
  submissionInterval: 1_800,
  segmentsLengths: [9, 6, 10, 6],
  finalizationPeriod: 604_800,
  roundDuration: 1_800,
  softJail: 259_200,
  hardJail: 604_800,
  creationPeriod: 518_400,
  bisectionTimeout: 3_600,
  provingTimeout: 28_800,
  commissionChangeDelay: 1_209_600,
  minDelegationPeriod: 604_800,
  mptFirstOutputIndex: 12_603
}

type Json<T> = { [K in keyof T]: T[K] extends bigint ? string : T[K] }

/** A parameter set as the vectors write it: amounts are decimal strings of wei. */
export function paramsFromJson(json: Json<ProtocolParams>): ProtocolParams {
  return {
    ...json,
    baseReward: BigInt(json.baseReward),
    minRegisterAmount: BigInt(json.minRegisterAmount),
    minActivateAmount: BigInt(json.minActivateAmount),
    bondAmount: BigInt(json.bondAmount)
  }
}
