import type { ActionProgress } from '../shared/domain/action.ts'
import type { StampedEvent } from '../shared/domain/engine-event.ts'
import type { RpcBudgetView } from '../shared/domain/rpc-budget.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'
import { AppError } from '../shared/errors.ts'
import type { Actions } from './engine/actions/actions.ts'
import type { RequestMeter } from './engine/chain/types.ts'
import type { Logger } from './engine/ports.ts'
import type { Clock } from './engine/runtime/clock.ts'
import { type Service, type ServiceState, type Supervised, supervise } from './engine/runtime/supervise.ts'

/** What the host needs of an engine: see main/engine/engine.ts. */
export type HostedEngine = {
  run: Service['run']
  snapshot(): EngineSnapshot
  onSnapshot(listener: () => void): () => void
  onEvent(listener: (event: StampedEvent) => void): () => void
  /** Null while there are none; left out where there never are any. */
  actions?(): Actions | null
  resumeSigning?(): Promise<void>
  wake?(): void
  rpcBudget?(): RpcBudgetView
  meter?: RequestMeter
  onActionProgress?(listener: (progress: ActionProgress) => void): () => void
}

export type Failure = { code: string; message: string }

/** The one engine that screens, tray and headless mode talk to, whether it is being prepared, runs, is stopped or failed. */
export type EngineHost = {
  snapshot(): EngineSnapshot
  start(): void
  /** Forgets the engine of a network that was left, and its events; to be called while stopped. Numbers go on. */
  reset(idle: EngineSnapshot): void
  /** Resolves when the engine has let go of everything. */
  stop(): Promise<void>
  recentEvents(limit: number): StampedEvent[]
  onSnapshot(listener: (snapshot: EngineSnapshot) => void): () => void
  onEvent(listener: (event: StampedEvent) => void): () => void
  /** What the operator can do. Throws ACTIONS_UNAVAILABLE (retryable) while no engine runs. */
  actions(): Actions
  /** The operator has looked at why signing is paused. Throws NOTHING_RUNS (retryable) while no engine runs, or what the endpoints throw. */
  resumeSigning(): Promise<void>
  /** Has a running engine look at the chain at once. */
  wake(): void
  /** What was asked of the RPC endpoints today; null before an engine was made. */
  rpcBudget(): RpcBudgetView | null
  /** Counts requests made beside the engine's; null before an engine was made. */
  meter(): RequestMeter | null
  onActionProgress(listener: (progress: ActionProgress) => void): () => void
  /** Called when the engine ended by a permanent error. */
  onFailure(listener: (failure: Failure) => void): () => void
}

const eventsKept = 500
const backoff = { baseMs: 1_000, maxMs: 30_000, resetAfterMs: 60_000, jitter: Math.random }

type Prepared = { engine: HostedEngine; release: () => Promise<void> }
type Deps = {
  /** Makes a fresh engine (and, once, the practice network below it); called at each start; `tell` says what it waits for, while it is starting. `release` gives back what belongs to that engine. */
  prepare: (signal: AbortSignal, tell: (reason: string | null) => void) => Promise<Prepared>
  /** What the screens see while there is no engine yet. */
  idle: EngineSnapshot
  clock: Clock
  log: Logger
}

export const createEngineHost = (deps: Deps): EngineHost => new Host(deps)

class Host implements EngineHost {
  readonly #deps: Deps
  #idle: EngineSnapshot
  readonly #snapshots = new Set<(s: EngineSnapshot) => void>()
  readonly #events = new Set<(e: StampedEvent) => void>()
  readonly #progress = new Set<(p: ActionProgress) => void>()
  readonly #failures = new Set<(f: Failure) => void>()
  #recent: StampedEvent[] = []
  #engine: HostedEngine | null = null
  #running: Supervised | null = null
  /** Set while the host, not the engine, knows the state. */
  #own: Pick<EngineSnapshot, 'state' | 'stateReason'> | null = { state: 'stopped', stateReason: null }
  #snapshotSeq = 0
  #eventSeq = 0
  #progressSeq = 0

  constructor(deps: Deps) {
    this.#deps = deps
    this.#idle = deps.idle
  }

  snapshot(): EngineSnapshot {
    const base = this.#engine?.snapshot() ?? { ...this.#idle, takenAtMs: this.#deps.clock.now() }
    return { ...base, ...(this.#own ?? {}), seq: this.#snapshotSeq }
  }

  start(): void {
    if (this.#running) return
    const running = supervise(
      { name: 'engine', run: (ctx) => this.#run(ctx) },
      { clock: this.#deps.clock, backoff, onState: (s) => this.#onState(s), onError: (e) => this.#onError(e) }
    )
    this.#running = running
    void running.done.then(() => {
      if (this.#running === running) this.#running = null
    })
  }

  reset(idle: EngineSnapshot): void {
    this.#idle = idle
    this.#engine = null
    this.#recent = []
    this.#show('stopped', null)
  }

  async stop(): Promise<void> {
    await this.#running?.stop()
  }

  recentEvents(limit: number): StampedEvent[] {
    return this.#recent.slice(-limit)
  }

  onSnapshot(listener: (snapshot: EngineSnapshot) => void): () => void {
    return subscribe(this.#snapshots, listener)
  }

  onEvent(listener: (event: StampedEvent) => void): () => void {
    return subscribe(this.#events, listener)
  }

  actions(): Actions {
    const actions = this.#engine?.actions?.() ?? null
    if (actions) return actions
    throw new AppError(
      { code: 'ACTIONS_UNAVAILABLE' },
      { message: 'The validator is not running: start it, then try again.', retryable: true }
    )
  }

  async resumeSigning(): Promise<void> {
    if (!this.#engine?.resumeSigning)
      throw new AppError(
        { code: 'NOTHING_RUNS' },
        { message: 'The validator is not running: start it, then try again.', retryable: true }
      )
    await this.#engine.resumeSigning()
  }

  wake(): void {
    this.#engine?.wake?.()
  }

  rpcBudget(): RpcBudgetView | null {
    return this.#engine?.rpcBudget?.() ?? null
  }

  meter(): RequestMeter | null {
    return this.#engine?.meter ?? null
  }

  onActionProgress(listener: (progress: ActionProgress) => void): () => void {
    return subscribe(this.#progress, listener)
  }

  onFailure(listener: (failure: Failure) => void): () => void {
    return subscribe(this.#failures, listener)
  }

  async #run(ctx: Parameters<Service['run']>[0]): Promise<void> {
    this.#show('starting', null)
    const tell = (reason: string | null): void => this.#show('starting', reason)
    const { engine, release } = await this.#deps.prepare(ctx.signal, tell)
    this.#engine = engine
    this.#own = null
    const offs = [engine.onSnapshot(() => this.#changed()), engine.onEvent((e) => this.#tell(e))]
    const offProgress = engine.onActionProgress?.((p) => this.#tellProgress(p))
    if (offProgress) offs.push(offProgress)
    try {
      await engine.run(ctx)
    } finally {
      for (const off of offs) off()
      await release()
    }
  }

  #onState(state: ServiceState): void {
    if (state.kind === 'stopping' || state.kind === 'stopped') this.#show(state.kind, null)
  }

  #onError(error: unknown): void {
    const failure = describeFailure(error)
    if (!(error instanceof AppError) || error.retryable) {
      this.#deps.log.warn('engine.restarting', { ...failure, detail: String(error) })
      this.#show('starting', failure.message)
      return
    }
    this.#deps.log.error('engine.failed', failure)
    this.#show('failed', failure.message)
    for (const listener of this.#failures) listener(failure)
  }

  #show(state: EngineSnapshot['state'], stateReason: string | null): void {
    this.#own = { state, stateReason }
    this.#changed()
  }

  #changed(): void {
    this.#snapshotSeq += 1
    const now = this.snapshot()
    for (const listener of this.#snapshots) listener(now)
  }

  #tellProgress(progress: ActionProgress): void {
    this.#progressSeq += 1
    for (const listener of this.#progress) listener({ ...progress, seq: this.#progressSeq })
  }

  /** Each engine counts its events from one; the host's numbers go on. */
  #tell(event: StampedEvent): void {
    this.#eventSeq += 1
    const stamped = { ...event, seq: this.#eventSeq }
    this.#recent = [...this.#recent.slice(1 - eventsKept), stamped]
    for (const listener of this.#events) listener(stamped)
  }
}

function subscribe<T>(set: Set<T>, listener: T): () => void {
  set.add(listener)
  return () => set.delete(listener)
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof AppError) return { code: error.code, message: error.message }
  return { code: 'INTERNAL', message: 'An unexpected error; the log has the details.' }
}
