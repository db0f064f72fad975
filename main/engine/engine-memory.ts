import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import { type GuardView, openGuard } from '../../shared/domain/guard.ts'
import type { GateView, HealthItem } from '../../shared/domain/health.ts'
import type { Address } from '../../shared/domain/hex.ts'
import type {
  ChainView,
  EndpointView,
  EngineSnapshot,
  EngineState,
  PendingTxView
} from '../../shared/domain/snapshot.ts'
import type { SubmitDecision } from '../../shared/domain/submit-decision.ts'
import type { ValidatorView } from '../../shared/domain/validator.ts'
import type { ChallengeHistoryPort } from './challenge/ports.ts'
import type { EngineConfig } from './engine-config.ts'
import { untriedGates } from './gates/run-gates.ts'
import type { HistoryPort } from './ports.ts'
import type { Clock } from './runtime/clock.ts'

/** What the engine knows right now, part by part; the snapshot is made of it. */
export type EngineFacts = {
  state: EngineState
  stateReason: string | null
  chain: ChainView | null
  validator: ValidatorView | null
  next: SubmitDecision | null
  priorityValidator: Address | null
  gates: GateView[]
}

/** What is asked for at the moment of a snapshot; empty while nothing runs. */
export type LiveSources = {
  pending: () => PendingTxView[]
  endpoints: () => EndpointView[]
  health: () => HealthItem[]
  guard: () => GuardView
  chain: () => ChainView | null
  /** Null while disputes are not followed: then the history tells of past ones. */
  challenges: (() => ChallengeRow[]) | null
}

const outputsShown = 20
const challengesShown = 20
export const missedRoundsKey = 'missed-rounds'

const nothingRuns: LiveSources = {
  pending: () => [],
  endpoints: () => [],
  health: () => [],
  guard: () => openGuard,
  chain: () => null,
  challenges: null
}

type Deps = {
  config: EngineConfig
  account: Address
  history: HistoryPort & ChallengeHistoryPort
  clock: Clock
  onChange: () => void
}

export type EngineMemory = {
  readonly facts: EngineFacts
  set(patch: Partial<EngineFacts>): void
  /** The history changed: rows and totals are read again. */
  outputsChanged(): void
  touch(): void
  connect(sources: LiveSources | null): void
  snapshot(): EngineSnapshot
}

/** Keeps the facts and makes snapshots of them. `seq` rises with each change. */
export function createEngineMemory({ config, account, history, clock, onChange }: Deps): EngineMemory {
  const { rpc: _, ...rest } = config
  const { name, label, l1ChainId, l2ChainId, practice } = rest.network
  let facts: EngineFacts = {
    state: 'stopped',
    stateReason: null,
    chain: null,
    validator: null,
    next: null,
    priorityValidator: null,
    gates: untriedGates()
  }
  let seq = 0
  let live = nothingRuns
  let shown: Pick<EngineSnapshot, 'outputs' | 'totals'> | null = null

  const touch = (): void => {
    seq += 1
    onChange()
  }
  const readHistory = (): Pick<EngineSnapshot, 'outputs' | 'totals'> => ({
    outputs: history.page({ before: null, limit: outputsShown, mine: false }).rows,
    totals: { ...history.totals(), missedRounds: Number(history.getMeta(missedRoundsKey) ?? 0) }
  })

  return {
    get facts() {
      return facts
    },
    set(patch) {
      facts = { ...facts, ...patch }
      touch()
    },
    outputsChanged() {
      shown = null
      touch()
    },
    touch,
    connect(sources) {
      live = sources ?? nothingRuns
      touch()
    },
    snapshot() {
      shown ??= readHistory()
      return {
        seq,
        network: { name, label, l1ChainId, l2ChainId, practice },
        account,
        roles: rest.roles,
        ...facts,
        ...shown,
        chain: live.chain() ?? facts.chain,
        pending: live.pending(),
        endpoints: live.endpoints(),
        health: live.health(),
        guard: live.guard(),
        challenges: live.challenges?.() ?? history.challenges(challengesShown),
        takenAtMs: clock.now()
      }
    }
  }
}
