import type { Address, Hash } from './hex.ts'

/** `Colosseum.getStatus`, in the order of the contract's enum. */
export const challengeStatuses = [
  'NONE',
  'CHALLENGER_TURN',
  'ASSERTER_TURN',
  'CHALLENGER_TIMEOUT',
  'ASSERTER_TIMEOUT',
  'READY_TO_PROVE'
] as const
export type ChallengeStatus = (typeof challengeStatuses)[number]

/** What this validator is in a game: it submitted the output, it challenges it, or it looks on. */
export type ChallengeRole = 'asserter' | 'challenger' | 'watcher'

export type ChallengeAction = 'create' | 'bisect' | 'prove' | 'challenger-timeout' | 'cancel'

/** Every rule by which the decider acts, waits or warns; each has a text on screen. */
export const challengeRules = [
  'OUTPUT_IS_WRONG',
  'MY_TURN_TO_BISECT',
  'READY_TO_PROVE',
  'ASSERTER_LATE_PROVE_FIRST_BLOCK',
  'CHALLENGER_LATE_COLLECT',
  'OUTPUT_DELETED_CANCEL',
  'PROOF_RUNNING',
  'THEIR_TURN',
  'OUTPUT_FINALIZED',
  'GAME_OVER',
  'NOT_MY_GAME',
  'ROLE_OFF',
  'NO_KEY',
  'MOVE_PENDING',
  'CREATION_WINDOW_OVER',
  'CANNOT_CREATE',
  'OWN_TIMEOUT_NEVER_AGAIN',
  'OUTPUT_IS_MINE',
  'OUTPUT_AGREES',
  'ROOTS_UNAVAILABLE',
  'FIRST_SEGMENT_DIFFERS',
  'NO_SEGMENT_DIFFERS',
  'SOURCES_DISAGREE',
  'BOND_TOO_SMALL',
  'MOVE_REFUSED',
  'PROVER_MISSING',
  'PROOF_FAILED',
  'TOO_LATE',
  'DEADLINE_PASSING',
  'OUTPUT_DELETED',
  'SIGNING_PAUSED',
  'SEGMENTS_UNEXPLAINED',
  'GAME_IS_ON',
  'COUNCIL_DISMISSED',
  'PREVIOUS_OUTPUT_DIFFERS'
] as const
export type ChallengeRule = (typeof challengeRules)[number]

type Common = {
  rule: ChallengeRule
  /** When to look again at the latest, L1 chain time. */
  nextLookAtSec: number
  /** Last second in which acting still counts, or null. */
  deadlineSec: number | null
  /** What the rule alone does not say (which block, which source, which refusal), one line; null where there is nothing to add. */
  detail: string | null
}

/** The one-block step that a proof is about: from the root of `targetBlock - 1` to that of `targetBlock`. */
export type ProofStep = { kind: 'zkevm' | 'zkvm'; targetBlock: bigint }

/** What happens next in one game and why: read by the player and by the screen. */
export type ChallengeDecision =
  | (Common & {
      kind: 'act'
      action: ChallengeAction
      /** Index of the last segment agreed with (bisect, prove). */
      pos: number | null
      /** Set for `prove`. */
      proof: ProofStep | null
    })
  | (Common & { kind: 'wait'; untilSec: number | null })
  /** Nothing can be sent that would stand; a person has to look. */
  | (Common & { kind: 'alert' })

export type ChallengeMove = {
  what:
    | 'created'
    | 'bisected'
    | 'ready-to-prove'
    | 'proven'
    | 'challenger-timed-out'
    | 'cancelled'
    | 'dismissed'
    | 'force-deleted'
  by: 'asserter' | 'challenger' | 'council' | 'anyone'
  /** The contract's turn after this move; null where there is none. */
  turn: number | null
  atSec: number
  txHash: Hash
  /** The disputed range after this move in L2 blocks, and the roots that cut it. */
  segStart: bigint | null
  segSize: bigint | null
  segments: readonly Hash[]
}

export type ProofProgress = {
  kind: 'zkevm' | 'zkvm'
  targetBlock: bigint
  stage: 'collecting' | 'witness' | 'proving' | 'ready' | 'failed'
  startedAtMs: number
  message: string | null
}

export type ChallengeOutcome =
  | 'proven'
  | 'challenger-timed-out'
  | 'cancelled'
  | 'dismissed'
  | 'force-deleted'
  | 'finalized'

/** One game on one output, from creation to its end. */
export type ChallengeRow = {
  outputIndex: bigint
  challenger: Address
  asserter: Address
  role: ChallengeRole
  status: ChallengeStatus
  outcome: ChallengeOutcome | null
  createdAtSec: number
  /** Start of the running turn, L1 chain time; null when the game is over. */
  turnFromSec: number | null
  /** End of the running turn, L1 chain time; null when the game is over. */
  timeoutAtSec: number | null
  whoseMove: 'asserter' | 'challenger' | null
  moves: ChallengeMove[]
  next: ChallengeDecision | null
  proof: ProofProgress | null
  /** This account's KRO: locked in this game now, won and lost by it. */
  money: { bondedWei: bigint; wonWei: bigint; lostWei: bigint }
}
