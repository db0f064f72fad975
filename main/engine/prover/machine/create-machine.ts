import { AbortedError, AppError } from '../../../../shared/errors.ts'
import type { Logger } from '../../ports.ts'
import type { Clock } from '../../runtime/clock.ts'
import { retry } from '../../runtime/retry.ts'
import type { Service } from '../../runtime/supervise.ts'
import { createWaker } from '../../runtime/waker.ts'
import { withTimeout } from '../../runtime/with-timeout.ts'
import { allowanceAt, type CostCaps, pricePerHourOf, proofUntilMs, type Spent, spentAt } from './cost-guard.ts'
import { decideMachine, type MachineDecision, type MachineLimits } from './decide-machine.ts'
import type { LeasePort } from './lease.ts'
import { type OpenBook, openMachineBook } from './machine-book.ts'
import type { MachinePort } from './machine-port.ts'
import { type MachineProblem, machineProblem, problemOf, readProblem } from './machine-problem.ts'
import { firstView, type MachineEvent, type MachineState, nextView } from './machine-view.ts'

export type MachineSettings = {
  instanceId: string
  urlScheme: 'http' | 'https'
  port: number
  /** Null: the list price of the instance's type. */
  pricePerHourUsd: number | null
  caps: CostCaps
}

export type MachineStatus = {
  state: MachineState
  sinceMs: number
  address: string | null
  wanted: boolean
  leased: boolean
  /** It runs, and not for this app. */
  orphan: boolean
  /** An instance that the settings do not name any more and that may still run; it has to be looked at by hand. */
  otherInstance: string | null
  problem: MachineProblem | null
  next: Pick<MachineDecision, 'action' | 'reason' | 'atMs' | 'deadlineMs'>
  spent: Spent
  caps: CostCaps
  pricePerHourUsd: number | null
  /** Oldest first. */
  history: readonly { atMs: number; state: MachineState }[]
}

/** The machine that the prover runs on: started for who needs it, stopped when nobody does. */
export type ProverMachine = Service & {
  /**
   * Runs `work` with the prover's URL once it answers there. The machine stays up until `work` has ended. `proof`, a key, is what a restart of the app may take up again; null for other calls.
   * Throws a machine problem (see machine-problem.ts), AbortedError, or what `work` throws; `work`'s signal fires when the cost agreed is reached.
   */
  use<T>(
    input: { proof: string | null; signal: AbortSignal },
    work: (url: string, signal: AbortSignal) => Promise<T>
  ): Promise<T>
  status(): MachineStatus
  onChange(listener: () => void): () => void
  /** Proofs that were under way when the app ended last. Resolves once the service runs. */
  leftOver(): Promise<string[]>
  /** Takes over a machine that runs without a lease, so that it is stopped. */
  adopt(): Promise<void>
}

export type MachineDeps = {
  port: MachinePort
  settings: MachineSettings
  lease: LeasePort
  /** Asks the prover at this URL for its `spec`; rejects while it does not answer. */
  probe: (url: string, signal: AbortSignal) => Promise<void>
  clock: Clock
  log: Logger
  limits?: Partial<MachineLimits & Patience>
}

type Patience = {
  awsTimeoutMs: number
  probeTimeoutMs: number
  /** Failed calls of AWS in a row before those who wait are told. */
  attempts: number
  /** After a start of the app, how long a machine with proofs under way waits for somebody to ask for them again. */
  reattachMs: number
  /** For the stop when the app ends. */
  exitMs: number
}

const defaults: MachineLimits & Patience = {
  pollMs: 5_000,
  probeMs: 1_000,
  readyLookMs: 300_000,
  idleLookMs: 3_600_000,
  settleMs: 15_000,
  readyWithinMs: 900_000,
  backoff: { baseMs: 2_000, maxMs: 60_000, resetAfterMs: 0, jitter: () => 1 },
  awsTimeoutMs: 20_000,
  probeTimeoutMs: 5_000,
  attempts: 5,
  reattachMs: 45_000,
  exitMs: 6_000
}

const historyKept = 100

export const createMachine = (deps: MachineDeps): ProverMachine => new Machine(deps)

type User = {
  proof: string | null
  fromMs: number
  /** Told once the prover's URL is known, or once it will not be. */
  give: (url: string) => void
  refuse: (problem: MachineProblem) => void
}

class Machine implements ProverMachine {
  readonly name = 'prover machine'
  readonly #deps: MachineDeps
  readonly #limits: MachineLimits & Patience
  readonly #waker
  readonly #users = new Set<User>()
  readonly #listeners = new Set<() => void>()
  readonly #leftOver = Promise.withResolvers<string[]>()
  #view
  #history: { atMs: number; state: MachineState }[]
  #book: OpenBook | null = null
  #instanceType: string | null = null
  #launchedAtMs: number | null = null
  #otherInstance: string | null = null
  #holdUntilMs = 0

  constructor(deps: MachineDeps) {
    this.#deps = deps
    this.#limits = { ...defaults, ...deps.limits }
    this.#waker = createWaker(deps.clock)
    const now = deps.clock.now()
    this.#view = firstView(now)
    this.#history = [{ atMs: now, state: 'unknown' }]
  }

  leftOver(): Promise<string[]> {
    return this.#leftOver.promise
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  status(): MachineStatus {
    const now = this.#deps.clock.now()
    const view = this.#view
    const { action, reason, atMs, deadlineMs } = decideMachine(view, now, this.#limits)
    return {
      state: view.state,
      sinceMs: view.sinceMs,
      address: view.address,
      wanted: view.wanted,
      leased: view.leased,
      orphan: action === 'report',
      otherInstance: this.#otherInstance,
      problem: view.problem,
      next: { action, reason, atMs, deadlineMs },
      spent: spentAt(now, this.#book?.ended ?? [], this.#book?.current(now) ?? null),
      caps: this.#deps.settings.caps,
      pricePerHourUsd: this.#priceUsd(),
      history: [...this.#history]
    }
  }

  async use<T>(
    { proof, signal }: { proof: string | null; signal: AbortSignal },
    work: (url: string, signal: AbortSignal) => Promise<T>
  ): Promise<T> {
    if (signal.aborted) throw new AbortedError(signal.reason)
    const { promise: url, resolve: give } = Promise.withResolvers<string>()
    const { promise: gone, reject } = Promise.withResolvers<never>()
    const ended = new AbortController()
    const refuse = ({ code }: MachineProblem): void => {
      reject(machineProblem(code))
      ended.abort(new Error(code))
    }
    const onAbort = (): void => reject(new AbortedError(signal.reason))
    signal.addEventListener('abort', onAbort, { once: true })
    const user: User = { proof, fromMs: this.#beganAtMs(proof), give, refuse }
    this.#users.add(user)
    this.#waker.wake()
    const inner = AbortSignal.any([signal, ended.signal])
    try {
      return await Promise.race([url.then((found) => work(found, inner)), gone])
    } catch (error) {
      if (error instanceof AppError && error.code === 'PROVER_UNREACHABLE') this.#tell({ kind: 'silent' })
      throw error
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#users.delete(user)
      this.#waker.wake()
    }
  }

  async adopt(): Promise<void> {
    await this.#takeLease()
    this.#tell({ kind: 'leased', leased: true })
    this.#waker.wake()
  }

  async run({ signal, ready }: { signal: AbortSignal; ready: () => void }): Promise<void> {
    await this.#open()
    ready()
    try {
      while (!signal.aborted) await this.#step(signal)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      await this.#leave()
    }
  }

  async #open(): Promise<void> {
    const { lease: file, log, clock, settings } = this.#deps
    const { book, damaged } = await openMachineBook(file)
    this.#book = book
    const own = book.lease?.instanceId === settings.instanceId ? book.lease : null
    if (damaged) log.warn('machine.lease-damaged')
    if (own && own.proofs.length > 0) this.#holdUntilMs = clock.now() + this.#limits.reattachMs
    this.#leftOver.resolve(own?.proofs.map(({ key }) => key) ?? [])
    if (book.lease !== null && !own) {
      log.error('machine.other-lease', { instance: book.lease.instanceId })
      this.#otherInstance = book.lease.instanceId
      await book.settle(clock.now())
    }
    // Money first: what cannot be read back may have been a lease.
    if (own || damaged) this.#tell({ kind: 'leased', leased: true })
  }

  async #step(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps
    await this.#noteUsers()
    const untilMs = await this.#heedCaps()
    const now = clock.now()
    const decision = decideMachine(this.#view, now, this.#limits)
    if (this.#view.wanted && this.#view.state === 'ready') this.#serve()
    if (decision.action === 'give-up') return this.#giveUp(decision.problem ?? problemOf('AWS_FAILED'))
    const holdMs = decision.action === 'stop' ? this.#holdUntilMs : 0
    const dueMs = Math.max(decision.atMs, holdMs)
    if (dueMs <= now) return this.#act(decision.action, signal)
    const wakeMs = Math.min(dueMs, untilMs, decision.deadlineMs ?? dueMs)
    await this.#waker.wait(Math.max(1, wakeMs - now), signal)
  }

  /** Makes the view and the lease show who needs the machine. */
  async #noteUsers(): Promise<void> {
    const wanted = this.#users.size > 0
    if (wanted === this.#view.wanted) return wanted ? this.#noteProofs() : undefined
    if (!wanted) {
      await this.#noteProofs()
      return this.#tell({ kind: 'released' })
    }
    this.#tell({ kind: 'wanted' })
    await this.#try(async () => {
      await this.#takeLease()
      await this.#noteProofs()
    }, 'final')
  }

  async #noteProofs(): Promise<void> {
    const book = this.#book
    const proofs = [...this.#users].flatMap(({ proof, fromMs }) => (proof === null ? [] : [{ key: proof, fromMs }]))
    const held = this.#users.size === 0 && this.#deps.clock.now() < this.#holdUntilMs
    if (!book?.lease || held || JSON.stringify(book.lease.proofs) === JSON.stringify(proofs)) return
    await book.setProofs(proofs).catch((error: unknown) => this.#warn('machine.lease-stale', error))
  }

  async #takeLease(): Promise<void> {
    const { settings, clock } = this.#deps
    const pricePerHourUsd = this.#priceUsd() ?? 0
    await this.#book?.take({ instanceId: settings.instanceId, pricePerHourUsd }, clock.now())
  }

  /** Ends what costs more than agreed; answers until when the rest may go on. */
  async #heedCaps(): Promise<number> {
    const now = this.#deps.clock.now()
    const priceUsd = this.#priceUsd()
    const current = this.#book?.current(now) ?? null
    if (this.#users.size === 0 || priceUsd === null || !current) return Number.POSITIVE_INFINITY
    const { caps } = this.#deps.settings
    const allowance = allowanceAt(now, { caps, ended: this.#book?.ended ?? [], current, pricePerHourUsd: priceUsd })
    if (!allowance.allowed) {
      this.#giveUp(problemOf(allowance.cap))
      return Number.POSITIVE_INFINITY
    }
    const ends = [...this.#users].map((user) => ({ user, atMs: proofUntilMs(user.fromMs, caps, priceUsd) }))
    for (const { user, atMs } of ends) if (atMs <= now) this.#refuse(user, problemOf('CAP_PROOF'))
    return Math.min(allowance.untilMs, ...ends.filter(({ atMs }) => atMs > now).map(({ atMs }) => atMs))
  }

  #serve(): void {
    const { urlScheme, port } = this.#deps.settings
    const { address } = this.#view
    const host = address?.includes(':') ? `[${address}]` : address
    for (const user of this.#users) user.give(`${urlScheme}://${host}:${port}`)
  }

  #giveUp(problem: MachineProblem): void {
    for (const user of this.#users) this.#refuse(user, problem)
    if (this.#users.size === 0) this.#tell({ kind: 'released' })
  }

  #refuse(user: User, problem: MachineProblem): void {
    this.#users.delete(user)
    this.#deps.log.warn('machine.refused', { code: problem.code })
    user.refuse(problem)
  }

  async #act(action: MachineDecision['action'], signal: AbortSignal): Promise<void> {
    const { port } = this.#deps
    if (action === 'look') await this.#try(() => this.#look(signal))
    if (action === 'start') await this.#try(() => this.#start(signal))
    if (action === 'stop')
      await this.#try(() => this.#aws((inner) => port.stop(inner), signal).then(() => this.#told('stop')))
    if (action === 'probe') await this.#probe(signal)
    if (action === 'settle') await this.#settle(signal)
  }

  async #look(signal: AbortSignal): Promise<void> {
    const look = await this.#aws((inner) => this.#deps.port.describe(inner), signal)
    this.#instanceType = look.instanceType
    this.#launchedAtMs = look.launchedAtMs
    if (look.state === 'pending' || look.state === 'running') await this.#noteRunning()
    else if (look.state !== 'stopping' && this.#view.commanded?.what !== 'start') await this.#noteDown()
    this.#tell({ kind: 'looked', look })
  }

  async #noteRunning(): Promise<void> {
    const price = { pricePerHourUsd: this.#priceUsd() ?? 0, now: this.#deps.clock.now() }
    const seen = { launchedAtMs: this.#launchedAtMs }
    await this.#book?.runs(seen, price).catch((error: unknown) => this.#warn('machine.lease-stale', error))
  }

  async #noteDown(): Promise<void> {
    const ended = this.#book?.ends(this.#deps.clock.now())
    await ended?.catch((error: unknown) => this.#warn('machine.lease-stale', error))
  }

  async #start(signal: AbortSignal): Promise<void> {
    const { clock, settings, port } = this.#deps
    const pricePerHourUsd = this.#priceUsd()
    if (pricePerHourUsd === null) throw machineProblem('PRICE_UNKNOWN')
    const account = { caps: settings.caps, ended: this.#book?.ended ?? [], current: null, pricePerHourUsd }
    const allowance = allowanceAt(clock.now(), account)
    if (!allowance.allowed) throw machineProblem(allowance.cap)
    await this.#takeLease()
    await this.#aws((inner) => port.start(inner), signal)
    this.#launchedAtMs = clock.now()
    await this.#noteRunning()
    this.#told('start')
  }

  #told(what: 'start' | 'stop'): void {
    this.#deps.log.info(`machine.${what}`, { instance: this.#deps.settings.instanceId })
    this.#tell({ kind: 'commanded', what })
  }

  async #probe(signal: AbortSignal): Promise<void> {
    const { clock, probe, settings } = this.#deps
    const { address } = this.#view
    const host = address?.includes(':') ? `[${address}]` : address
    const onTimeout = (): Error => machineProblem('SPEC_TIMEOUT')
    try {
      const url = `${settings.urlScheme}://${host}:${settings.port}`
      await withTimeout({ clock, ms: this.#limits.probeTimeoutMs, signal, onTimeout }, (inner) => probe(url, inner))
      this.#tell({ kind: 'answered' })
    } catch (error) {
      if (signal.aborted) throw error
      this.#tell({ kind: 'silent' })
    }
  }

  async #settle(signal: AbortSignal): Promise<void> {
    try {
      await this.#book?.settle(this.#deps.clock.now())
      this.#tell({ kind: 'leased', leased: false })
    } catch (error) {
      this.#warn('machine.lease-stale', error)
      await this.#waker.wait(this.#limits.pollMs, signal)
    }
  }

  #aws<T>(call: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const onTimeout = (): Error => machineProblem('AWS_UNREACHABLE')
    return withTimeout({ clock: this.#deps.clock, ms: this.#limits.awsTimeoutMs, signal, onTimeout }, call)
  }

  async #try(work: () => Promise<void>, mode: 'final' | 'again' = 'again'): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof AbortedError) throw error
      const problem = readProblem(error)
      const final = mode === 'final' || !problem.retryable || this.#view.failures + 1 >= this.#limits.attempts
      this.#deps.log.warn('machine.problem', { code: problem.code, state: this.#view.state })
      this.#tell({ kind: 'erred', problem, final })
    }
  }

  /** The app ends: what nobody needs any more is stopped; the lease stays, so that the next start sees to the rest. */
  async #leave(): Promise<void> {
    const { clock, port, log } = this.#deps
    const proofs = [...this.#users].filter(({ proof }) => proof !== null)
    for (const user of [...this.#users]) this.#refuse(user, problemOf('SHUTTING_DOWN'))
    const { leased, state } = this.#view
    const mayRun = leased && this.#book?.current(clock.now()) !== null && state !== 'stopping'
    if (!mayRun || proofs.length > 0 || clock.now() < this.#holdUntilMs) return
    const onTimeout = (): Error => machineProblem('AWS_UNREACHABLE')
    const backoff = { baseMs: 1_000, maxMs: 1_000, resetAfterMs: 0, jitter: () => 1 }
    await withTimeout({ clock, ms: this.#limits.exitMs, onTimeout }, (signal) =>
      retry({ clock, signal, attempts: 100, backoff }, () => port.stop(signal))
    ).then(
      () => log.info('machine.stop', { onExit: true }),
      (error: unknown) => this.#warn('machine.stop-failed', error)
    )
  }

  #warn(event: string, error: unknown): void {
    this.#deps.log.warn(event, { code: error instanceof AppError ? error.code : 'INTERNAL' })
  }

  #priceUsd(): number | null {
    return pricePerHourOf(this.#deps.settings.pricePerHourUsd, this.#instanceType)
  }

  #beganAtMs(proof: string | null): number {
    const before = this.#book?.lease?.proofs.find(({ key }) => key === proof)
    return before?.fromMs ?? this.#deps.clock.now()
  }

  #tell(event: MachineEvent): void {
    const now = this.#deps.clock.now()
    const before = this.#view
    this.#view = nextView(before, event, now)
    if (this.#view.state !== before.state)
      this.#history = [...this.#history.slice(1 - historyKept), { atMs: now, state: this.#view.state }]
    if (this.#view !== before) for (const listener of [...this.#listeners]) listener()
  }
}
