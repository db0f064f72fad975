import type { Address, Hash } from './hex.ts'

/** Own verdict about a submitted output: root equal to the own node's, different, or not yet comparable. */
export type OutputVerdict = 'valid' | 'invalid' | 'pending'

/** One L2 output as it was submitted, with what became of it. */
export type OutputRow = {
  index: bigint
  l2BlockNumber: bigint
  root: Hash
  submitter: Address
  mine: boolean
  submittedAtSec: number
  l1BlockNumber: bigint
  txHash: Hash
  verdict: OutputVerdict
  /** `L2OutputOracle.finalizedAt(index)`. */
  finalizedAtSec: number
  /** Deleted by a proven challenge or by the Security Council: its root became zero. */
  deleted: boolean
  /** The submitter's own income, `RewardDistributed.validatorReward`; null until paid. */
  rewardWei: bigint | null
  paidAtSec: number | null
  /** Own submissions only, else null. */
  gasUsed: bigint | null
  feeWei: bigint | null
}
