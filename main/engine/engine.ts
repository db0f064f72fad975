import type { ActionProgress } from '../../shared/domain/action.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { RpcBudgetView } from '../../shared/domain/rpc-budget.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { AppError } from '../../shared/errors.ts'
import type { Actions } from './actions/actions.ts'
import { createRpcBudget } from './budget/rpc-budget.ts'
import type { RequestMeter } from './chain/types.ts'
import { connectParts } from './connect-parts.ts'
import type { EngineConfig } from './engine-config.ts'
import { createEngineEvents } from './engine-events.ts'
import { createEngineMemory } from './engine-memory.ts'
import { accountOf, type ConnectParts, type EnginePorts } from './engine-parts.ts'
import { runEngine } from './engine-run.ts'
import { coalesce } from './runtime/coalesce.ts'
import type { Service } from './runtime/supervise.ts'
import type { TxQueue } from './tx/types.ts'

export type { EngineKey, EnginePorts } from './engine-parts.ts'

/** The validator: watches the protocol, decides about the next output and submits it. */
export type Engine = Service & {
  /** The whole picture at this moment, in every state; `seq` rises with each change. */
  snapshot(): EngineSnapshot
  /** Called after changes, four times a second at most. */
  onSnapshot(listener: (snapshot: EngineSnapshot) => void): () => void
  onEvent(listener: (event: StampedEvent) => void): () => void
  /** What the operator can do; null while nothing runs, or where the engine has no files for it. */
  actions(): Actions | null
  /** Called for every step of every action, whichever run it belongs to. */
  onActionProgress(listener: (progress: ActionProgress) => void): () => void
  /** Signing goes on after a pause: the operator has looked. Throws NOTHING_RUNS (retryable), or what the endpoints throw; then the pause stays. */
  resumeSigning(): Promise<void>
  /** Asks for the newest head and for what happened since the last look, at once: after the machine has slept. */
  wake(): void
  /** What was asked of the RPC endpoints today, and what it comes to. */
  rpcBudget(): RpcBudgetView
  /** For requests that are made beside the engine's, to the same endpoints. */
  meter: RequestMeter
  /** The newest events, oldest first; at most the last 500. */
  recentEvents(limit: number): StampedEvent[]
}

export type EngineOptions = {
  config: EngineConfig
  ports: EnginePorts
  /** After so many failed tries a start gate that an unreachable endpoint keeps shut ends the run with a permanent AppError; absent: it is tried for ever. */
  gatePatience?: number
  /** A key that is not a validator's yet: `wait` keeps the engine at that gate, so that it can be registered; `refuse` (default) ends the run. */
  unregistered?: 'wait' | 'refuse'
  /** Replaces the real connections (tests). */
  connect?: ConnectParts
}

const eventsKept = 500
const snapshotEveryMs = 250

/**
 * One engine for one validator. Nothing happens before `run`: gates in order, then the services until the signal fires. `ready` is called once all gates are passed.
 * `run` rejects with the gate's permanent AppError (its code and message) when only the operator can help, and resolves after a stop, with every socket closed and no timer left. It may be run again.
 */
export function createEngine(options: EngineOptions): Engine {
  const { config, ports } = options
  const { clock, log, history } = ports
  const listeners = new Set<(snapshot: EngineSnapshot) => void>()
  const progressListeners = new Set<(progress: ActionProgress) => void>()
  let running: AbortSignal | null = null
  let wake: (() => void) | null = null
  let actions: Actions | null = null
  let queue: TxQueue | null = null

  const onListenerError = (error: unknown): void => log.error('engine.listener-failed', { detail: String(error) })
  const events = createEngineEvents({ clock, keep: eventsKept, onListenerError })
  const budget = createRpcBudget({ clock, limits: config.rpcLimits, history })
  const push = coalesce({ clock, ms: snapshotEveryMs, signal: () => running }, () => {
    if (listeners.size === 0) return
    const snapshot = memory.snapshot()
    for (const listener of [...listeners]) listener(snapshot)
  })
  const memory = createEngineMemory({ config, account: accountOf(ports.key), history, clock, onChange: push })

  const onActions = (open: Actions | null): void => {
    actions = open
    open?.onProgress((progress) => {
      for (const listener of [...progressListeners]) listener(progress)
    })
  }

  const onWaker = (open: (() => void) | null): void => {
    wake = open
  }
  const onQueue = (open: TxQueue | null): void => {
    queue = open
  }

  return {
    name: 'engine',
    async run({ signal, ready }) {
      const over = new AbortController()
      running = AbortSignal.any([signal, over.signal])
      try {
        const connect = options.connect ?? connectParts
        await runEngine({ ...options, connect, events, memory, budget, onActions, onQueue, onWaker }, { signal, ready })
      } finally {
        over.abort()
      }
    },
    snapshot: () => memory.snapshot(),
    onSnapshot(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    actions: () => actions,
    async resumeSigning() {
      if (!queue) throw nothingRuns()
      log.warn('guard.resumed', { code: queue.paused()?.code, nonce: queue.paused()?.nonce })
      await queue.resumeSigning()
      memory.touch()
    },
    wake: () => wake?.(),
    rpcBudget: () => budget.view(),
    meter: budget,
    onActionProgress(listener) {
      progressListeners.add(listener)
      return () => progressListeners.delete(listener)
    },
    onEvent: (listener) => events.on(listener),
    recentEvents: (limit) => events.recent(limit)
  }
}

const nothingRuns = (): AppError =>
  new AppError(
    { code: 'NOTHING_RUNS' },
    { message: 'The validator is not running: start it, then try again.', retryable: true }
  )
