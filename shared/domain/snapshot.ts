import type { ChallengeRow } from './challenge.ts'
import type { GuardView } from './guard.ts'
import type { GateView, HealthItem } from './health.ts'
import type { Address, Hash } from './hex.ts'
import type { OutputRow } from './output.ts'
import type { SubmitDecision } from './submit-decision.ts'
import type { ValidatorView } from './validator.ts'

export const engineStates = ['stopped', 'starting', 'running', 'degraded', 'stopping', 'failed'] as const
export type EngineState = (typeof engineStates)[number]

export type Head = { number: bigint; timestampSec: number; hash: Hash }

/** Chain time = `l1.timestampSec` + (now - `seenAtMs`): how every countdown is computed. */
export type ChainView = {
  l1: Head
  seenAtMs: number
  l2: { unsafe: bigint; safe: bigint; finalized: bigint } | null
  l2BlockTimeSec: number
}

export type EndpointView = {
  /** Origin only, never path, query or credentials. */
  origin: string
  role: 'l1' | 'l2' | 'rollup'
  kind: 'http' | 'websocket'
  state: 'unknown' | 'up' | 'degraded' | 'down'
  latencyMs: number | null
  requests: number
  failures: number
  /** Why it is not asked at this moment, while it is down: `wrong-chain`, `stale`, `timeout`..., and in words. */
  refused?: { fault: string; detail: string } | null
}

export type PendingTxView = {
  /** What the transaction is for, e.g. `submit-output:12`. Unique while it is alive. */
  purpose: string
  lane: 'dispute' | 'submission' | 'operator'
  nonce: number
  hash: Hash
  attempts: number
  sentAtMs: number
  maxFeePerGasWei: bigint
  atFeeCap: boolean
}

/** Everything the screens show about the engine at one moment. Pushed whole, at most four times a second; `seq` rises with each change. */
export type EngineSnapshot = {
  seq: number
  state: EngineState
  stateReason: string | null
  network: { name: string; label: string; l1ChainId: number; l2ChainId: number; practice: boolean }
  account: Address | null
  roles: { submitter: boolean; challenger: boolean; publicRound: boolean }
  chain: ChainView | null
  validator: ValidatorView | null
  next: SubmitDecision | null
  priorityValidator: Address | null
  pending: PendingTxView[]
  /** Newest first, at most 20. */
  outputs: OutputRow[]
  /** Open disputes and the last ended ones (20 at most), open first, newest first. */
  challenges: ChallengeRow[]
  totals: { outputsSeen: number; mySubmissions: number; rewardsWei: bigint; feesWei: bigint; missedRounds: number }
  endpoints: EndpointView[]
  gates: GateView[]
  health: HealthItem[]
  guard: GuardView
  takenAtMs: number
}
