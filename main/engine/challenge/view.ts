import type { ChallengeStatus, ProofStep } from '../../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { ValidatorStatus } from '../../../shared/domain/validator.ts'

/** What never changes about games on one deployment. Durations in seconds, L2 block counts as bigint. */
export type ChallengeTerms = {
  /** Hashes sent in turn `i + 1`. */
  segmentsLengths: readonly [number, ...number[]]
  submissionInterval: bigint
  creationPeriodSec: number
  bisectionTimeoutSec: number
  provingTimeoutSec: number
  finalizationPeriodSec: number
  mptFirstOutputIndex: bigint
  bondWei: bigint
}

/** When L2 blocks are made, and from when on the zkVM proves them. From `optimism_rollupConfig`. */
export type L2Schedule = {
  blockTimeSec: number
  kromaMptTimeSec: number | null
  genesisL2Number: bigint
  genesisL2TimeSec: number
}

/** `L2OutputOracle.getL2Output`; the root is zero when it was deleted. */
export type DisputedOutput = { submitter: Address; root: Hash; timestampSec: number; l2BlockNumber: bigint }

/** `Colosseum.getChallenge`; `turn` is the last move made. */
export type Game = {
  turn: number
  timeoutAtSec: number
  asserter: Address
  challenger: Address
  segments: readonly Hash[]
  segStart: bigint
  segSize: bigint
  l1Head: Hash
}

/** Why the last attempt at a move was not sent, for how many times in a row; kept until `retryAtSec` (L1 chain time). */
export type MoveRefusal = { code: string; message: string; retryAtSec: number; times: number }

/** What the own node says about the roots that decide the next move. */
export type OwnRoots =
  /** The move, if there is one, needs none. */
  | { kind: 'not-asked' }
  | { kind: 'unavailable'; message: string }
  | {
      kind: 'known'
      /** At the blocks of `rootsWanted`. */
      current: readonly Hash[]
      /** At the blocks of `nextCut`; null when it was not needed. */
      next: readonly Hash[] | null
      /** Which block and which sources contradict each other. */
      disagreement: string | null
    }

/** What is known about the proof of one step. */
export type ProofState = ProofStep & {
  state: 'running' | 'ready' | 'failed'
  message: string | null
  /** L1 chain time from which a failed one is worth another try; null when it never is. */
  retryAtSec: number | null
}

/** What this process knows about its own moves. */
export type OwnMoves = { pending: boolean; signingPaused: boolean; refusal: MoveRefusal | null }

type Common = OwnMoves & {
  /** Timestamp of the L1 block at which the contracts were read. */
  readAtSec: number
  outputIndex: bigint
  account: Address
  canSign: boolean
  terms: ChallengeTerms
  output: DisputedOutput
  own: OwnRoots
}

/** One game as its decider sees it: plain data, read at one L1 block and from the own node. */
export type ChallengeView = Common & {
  challenger: Address
  /** `Colosseum.getStatus` at `readAtSec`. */
  status: ChallengeStatus
  /** Null exactly when the status is NONE. */
  game: Game | null
  schedule: L2Schedule
  /** The newest proof asked for in this game. */
  proof: ProofState | null
}

/** One output that this account might challenge. */
export type OutputView = Common & {
  /** The output before; null for output 0. */
  previous: DisputedOutput | null
  /** `Colosseum.getStatus` of the own game on this output. */
  ownStatus: ChallengeStatus
  /** The Security Council dismissed a proven challenge of this output. */
  dismissed: boolean
  /** An own challenge of this output ran out and was closed. */
  lostBefore: boolean
  validator: { status: ValidatorStatus; inJail: boolean; freeKroWei: bigint }
}

export type ChallengePolicy = {
  submitter: boolean
  challenger: boolean
  /** Which proofs can be made. */
  provers: { zkevm: boolean; zkvm: boolean }
  /** Close games of others that their challenger let run out; nothing is earned by it. */
  closeForOthers: boolean
  /** The least time between two L1 blocks: no move can be mined sooner than this after the newest block. */
  l1BlockTimeSec: number
  /** The longest time without a look. */
  safetyLookSec: number
  /** So long before a deadline a move that saves the own bond is made in spite of a contradiction between sources. */
  insistSec: number
  /** Pause between looks while something that has no event of its own is in the way. */
  retrySec: number
}
