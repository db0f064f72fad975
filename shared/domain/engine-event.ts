import type { ActionKind, ActionStage, ActionStep } from './action.ts'
import type { ChallengeMove, ChallengeOutcome, ChallengeRole, ChallengeRule } from './challenge.ts'
import type { HealthItem } from './health.ts'
import type { Address, Hash } from './hex.ts'
import type { EngineState } from './snapshot.ts'
import type { RoundKind, WaitReason } from './submit-decision.ts'

/** Which game, and what this validator is in it. */
type AboutChallenge = { outputIndex: bigint; challenger: Address; role: ChallengeRole }

/** What happened, in the order in which it happened. One JSON line each in headless mode (bigints as decimal strings). */
export type EngineEvent =
  | { type: 'engine.state'; state: EngineState; reason: string | null }
  | { type: 'gate.passed'; gate: string }
  | { type: 'gate.failed'; gate: string; code: string; message: string }
  | { type: 'round.waiting'; reason: WaitReason; untilSec: number | null; outputIndex: bigint; l2BlockNumber: bigint }
  | { type: 'round.mine'; round: RoundKind; outputIndex: bigint; deadlineSec: number | null }
  | { type: 'tx.published'; purpose: string; hash: Hash; nonce: number; attempt: number; maxFeePerGasWei: bigint }
  /** The fees are at the operator's cap and the transaction is not mined: it stays watched, and waits for the base fee or a higher cap. */
  | { type: 'tx.at-fee-cap'; purpose: string; hash: Hash; nonce: number; maxFeePerGasWei: bigint }
  | { type: 'tx.confirmed'; purpose: string; hash: Hash; gasUsed: bigint; feeWei: bigint }
  | { type: 'tx.failed'; purpose: string; code: string; message: string }
  | {
      type: 'output.submitted'
      outputIndex: bigint
      l2BlockNumber: bigint
      outputRoot: Hash
      txHash: Hash
      submitter: Address
      mine: boolean
    }
  | { type: 'output.verdict'; outputIndex: bigint; verdict: 'valid' | 'invalid'; expectedRoot: Hash; actualRoot: Hash }
  | { type: 'output.paid'; outputIndex: bigint; submitter: Address; rewardWei: bigint }
  | { type: 'validator.jailed'; expiresAtSec: number }
  | { type: 'validator.unjailed' }
  | { type: 'round.missed'; outputIndex: bigint; missed: number }
  | (AboutChallenge & { type: 'challenge.created'; asserter: Address; txHash: Hash })
  | (AboutChallenge & { type: 'challenge.moved'; move: ChallengeMove })
  /** A move of this validator is due; told once per move. */
  | (AboutChallenge & { type: 'challenge.my-turn'; rule: ChallengeRule; deadlineSec: number })
  /** Half of the time for that move is gone and it has not been made. */
  | (AboutChallenge & { type: 'challenge.half-time'; deadlineSec: number })
  | (AboutChallenge & { type: 'challenge.won'; outcome: ChallengeOutcome; wonWei: bigint })
  | (AboutChallenge & { type: 'challenge.lost'; outcome: ChallengeOutcome; lostWei: bigint })
  | (AboutChallenge & { type: 'challenge.cancelled' })
  | (AboutChallenge & { type: 'challenge.dismissed' })
  /** No move can be sent that would stand. `challenger` is null while it is about creating a challenge. */
  | {
      type: 'challenge.alert'
      outputIndex: bigint
      challenger: Address | null
      rule: ChallengeRule
      message: string
    }
  /** An operator action or a timer's came further; `code` says why it failed. */
  | {
      type: 'action.changed'
      id: string
      kind: ActionKind
      step: ActionStep
      by: 'operator' | 'timer'
      stage: ActionStage
      code: string | null
    }
  | { type: 'health.changed'; raised: HealthItem[]; cleared: string[] }

export type StampedEvent = EngineEvent & { seq: number; atMs: number }
