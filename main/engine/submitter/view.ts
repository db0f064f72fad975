import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { ValidatorStatus } from '../../../shared/domain/validator.ts'

/** Why the last attempt for this output was not sent; kept until `retryAtSec` (L1 chain time) or until the state changes. */
export type Refusal = { code: string; message: string; retryAtSec: number }

/** An output root as the own rollup node gives it, and as recomputed from the L2 execution node (null when that node could not be asked). */
export type OwnRoot = { root: Hash; recomputed: Hash | null }

/** The world as the submitter sees it: plain data, read from one L1 block and the own node. Times are L1 chain time in seconds. */
export type SubmitView = {
  /** Timestamp of the L1 block at which the contracts were read. */
  readAtSec: number
  outputIndex: bigint
  l2BlockNumber: bigint
  /** `nextOutputMinL2Timestamp`: L2 time of the block after the output's. */
  dueAtSec: number
  roundDurationSec: number
  /** `ValidatorManager.nextValidator()`. */
  nextValidator: Address
  /** The last address that `nextValidator` named for this output index, kept through the public round. */
  drawn: Address | null
  trustedValidator: Address
  mptFirstOutputIndex: bigint
  /** False until the first output is final and paid: before, nobody is drawn and the trusted validator submits. */
  drawsBegun: boolean
  /** `ValidatorPool.isTerminated(outputIndex)`: V2 rules this output. */
  v2Rules: boolean
  account: Address
  /** Who signs for the account: this app, the owner of a device, or nobody here. */
  signs: Hands
  status: ValidatorStatus
  inJail: boolean
  jailExpiresAtSec: number
  freeKroWei: bigint
  bondWei: bigint
  ethWei: bigint
  /** The L2 network makes no blocks any more. */
  halted: boolean
  /** The own node's safe or finalized L2 head, as configured; null when the node did not answer. */
  nodeHead: bigint | null
  /** Null while it was not needed or the node could not give it. */
  root: OwnRoot | null
  /** The transaction queue signs nothing until somebody looked at it. */
  signingPaused: boolean
  /** A submission of this output is on its way: queued, signed or published, and not yet mined. */
  pending: boolean
  refusal: Refusal | null
}

export type Hands = 'app' | 'device' | 'nobody'

export type SubmitPolicy = {
  submitter: boolean
  publicRound: boolean
  /** How long before the output is due the state is read once more. */
  leadSec: number
  /** The longest time without a look. */
  safetyLookSec: number
  /** Pause between looks at an own node that is behind. */
  nodeLookSec: number
  /** Pause between looks while something that has no event of its own is wrong (ETH, disagreeing sources). */
  retrySec: number
  /** Below this no submission can be paid for. */
  minEthWei: bigint
}
