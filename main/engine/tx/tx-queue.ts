import type { Hash } from '../../../shared/domain/hex.ts'
import type { PendingTxView } from '../../../shared/domain/snapshot.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { acceptOthers, firstUnknownNonce, suspectOthers } from './foreign-watch.ts'
import type { NonceWatch } from './fresh-nonce.ts'
import type { Job } from './job.ts'
import { look, patience, takenByOther } from './look.ts'
import { nextStep } from './next-step.ts'
import { isOwnHash, minedHashOf, outlookOf, pendingViews, waitingOf } from './queue-views.ts'
import { fillerRequest, owedAttempt, reattach, renewalRequest, restore, restoreExact } from './reattach.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { sendExact } from './send-exact.ts'
import { TxCore, type TxCoreDeps } from './tx-core.ts'
import { TxLoop } from './tx-loop.ts'
import type { Slot } from './tx-state.ts'
import type { OperatorQueue, TxOutcome, TxRequest } from './types.ts'

export type TxQueueDeps = TxCoreDeps & {
  /** How often a pending transaction is looked at when no head arrives; default 4 s. */
  pollMs?: number
  /** Wakes the queue on new L1 heads, e.g. `headTracker.onHead`. */
  onHead?: ((listener: () => void) => () => void) | undefined
}

const defaultPollMs = 4_000
const longestTakeOverMs = 12_000
/** Looks are so much rarer when nobody waits. */
const idleFactor = 3
const compactAfter = 400
const keepDone = 1_000

/**
 * The transaction queue of one key. Life of a purpose:
 *
 *   intent -> signed -> published -> mined -> (confirmations) -> settled       each arrow journaled before the next act
 *      |         |           |          `-> unmined (reorg) -> as published: same bytes again
 *      |         |           +-> raised: another `signed` at the same nonce, after `resendAfterMs`
 *      |         |           +-> given-up (re-check or simulation refuses): watched; the next request takes the nonce over
 *      |         |           `-> displaced (a dispute took the nonce): both hashes watched, then a new nonce if it lost
 *      |         `-> crash: never published as far as we know; watched, published again only when its purpose is submitted again
 *      `-> crash: abandoned, nothing had left
 *
 * One loop does one step at a time, so nothing here runs twice at once. It runs only while somebody waits or a nonce is open.
 */
export function createTxQueue(deps: TxQueueDeps): OperatorQueue {
  return new Queue(deps)
}

class Queue implements OperatorQueue {
  readonly #core: TxCore
  readonly #deps: TxQueueDeps
  readonly #jobs = new Set<Job>()
  readonly #watch: NonceWatch = { behind: 0, foreignSinceMs: null }
  #seq = 0
  readonly #loop = new TxLoop({
    hasWork: () => this.#hasWork(),
    step: () => this.#tick(),
    rest: (woken) => this.#rest(woken),
    onError: (error) => this.#onTickError(error)
  })
  #reconciled = false
  #reconciling: Promise<void> | null = null
  #stopHeads: (() => void) | undefined

  constructor(deps: TxQueueDeps) {
    this.#deps = deps
    this.#core = new TxCore(deps)
  }

  async reconcile(signal: AbortSignal): Promise<void> {
    if (this.#reconciled) return
    this.#reconciling ??= this.#reconcile(signal).finally(() => {
      this.#reconciling = null
    })
    await this.#reconciling
  }

  /** Once at a time: the journal's state is replaced whole. */
  async #reconcile(signal: AbortSignal): Promise<void> {
    await reconcile(this.#core, AbortSignal.any([signal, this.#core.stop.signal]))
    this.#reconciled = true
    this.#stopHeads ??= this.#deps.onHead?.(() => this.#loop.wake())
    this.#core.changed()
    this.#loop.run()
  }

  submit(request: TxRequest, signal: AbortSignal): Promise<TxOutcome> {
    if (!this.#reconciled)
      return Promise.reject(
        new AppError(
          { code: 'JOURNAL_NOT_RECONCILED' },
          { message: 'Reconcile the journal before the first transaction.' }
        )
      )
    return new Promise((resolve, reject) => {
      if (signal.aborted || this.#core.stop.signal.aborted) return reject(new AbortedError(signal.reason))
      const end = (act: () => void): void => {
        signal.removeEventListener('abort', onAbort)
        if (!this.#jobs.delete(job)) return
        act()
        this.#loop.wake()
      }
      const onAbort = (): void => end(() => reject(new AbortedError(signal.reason)))
      const job: Job = {
        request,
        signal,
        seq: this.#seq++,
        refusals: 0,
        settle: (outcome) => end(() => resolve(outcome)),
        fail: (error) => end(() => reject(error))
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#jobs.add(job)
      this.#loop.wake()
      this.#loop.run()
    })
  }

  pending = (): PendingTxView[] => pendingViews(this.#core.state)

  outlook = (signal: AbortSignal): ReturnType<OperatorQueue['outlook']> => outlookOf(this.#core, signal)

  waiting = (purpose: string): ReturnType<OperatorQueue['waiting']> => waitingOf(this.#core.state, purpose)

  minedHash = (purpose: string): Hash | null => minedHashOf(this.#core.state, purpose)

  isOwn = (hash: Hash): boolean => isOwnHash(this.#core.state, hash)

  onChange(listener: () => void): () => void {
    this.#core.listeners.add(listener)
    return () => void this.#core.listeners.delete(listener)
  }

  paused = (): TxCore['pause'] => this.#core.pause

  async resumeSigning(): Promise<void> {
    const core = this.#core
    if (this.#deps.exclusive) await acceptOthers(core, core.stop.signal)
    core.pause = null
    core.changed()
    this.#loop.wake()
  }

  async lookForOthers(signal: AbortSignal): Promise<void> {
    const core = this.#core
    const { chain, clock } = this.#deps
    for (;;) {
      if (!this.#reconciled || !this.#deps.exclusive || core.pause) return
      // What waits comes after what is mined: one request tells that all is well.
      const pending = await chain.pendingNonce(signal)
      const mined = pending > firstUnknownNonce(core) ? await chain.minedNonce(signal) : pending
      if (!(await suspectOthers(core, { mined, pending }, signal))) return
      await clock.sleep(defaultPollMs / 4, signal)
    }
  }

  async close(): Promise<void> {
    this.#core.stop.abort(new Error('the queue was closed'))
    this.#stopHeads?.()
    for (const job of this.#jobs) job.fail(new AbortedError('the queue was closed'))
    await this.#loop.ended()
  }

  #hasWork = (): boolean => !this.#core.stop.signal.aborted && (this.#jobs.size > 0 || this.#core.state.slots.size > 0)

  async #rest(woken: AbortSignal): Promise<void> {
    const { clock, pollMs = defaultPollMs } = this.#deps
    const signal = AbortSignal.any([woken, this.#core.stop.signal])
    await clock.sleep(this.#jobs.size > 0 ? pollMs : pollMs * idleFactor, signal).catch(() => {})
  }

  /** True when there may be more to do at once. */
  async #tick(): Promise<boolean> {
    const { core } = this.#ctx()
    await look(core, [...this.#jobs], core.stop.signal)
    for (const slot of core.state.open())
      if (slot.seen.tooLow >= patience && !slot.mined) await takenByOther(core, slot, [...this.#jobs])
    this.#answerDone()
    if (core.appended >= compactAfter) await core.compact(keepDone)
    return this.#act()
  }

  async #act(): Promise<boolean> {
    const { core, watch } = this.#ctx()
    const { clock, policy } = this.#deps
    const { resendAfterMs } = policy
    const takeOverAfterMs = Math.min(resendAfterMs, longestTakeOverMs)
    const limits = { resendAfterMs, takeOverAfterMs, claimUntilMs: core.claimUntilMs }
    const step = nextStep({
      state: core.state,
      jobs: [...this.#jobs],
      nowMs: clock.now(),
      ...limits,
      paused: core.pause !== null
    })
    const before = this.#jobs.size
    switch (step.kind) {
      case 'idle':
        return false
      case 'send':
        await this.#send(step.job, step.slot)
        break
      case 'reattach':
        await reattach(core, { job: step.job, slot: step.slot, watch })
        break
      case 'restore':
        await restore(core, step.slot)
        break
      case 'renew':
        if (this.#deps.signsAgain === false || owedAttempt(step.slot).exact) await restoreExact(core, step.slot)
        else await send(core, { job: this.#ownJob(renewalRequest(step.slot)), slot: step.slot, watch })
        break
      case 'fill':
        if (this.#deps.signsAgain === false) return false
        await send(core, { job: this.#ownJob(fillerRequest(core, step.slot)), slot: step.slot, watch })
    }
    return this.#jobs.size < before
  }

  #send(job: Job, slot: Slot | null): Promise<void> {
    const { core, watch } = this.#ctx()
    const { exact } = job.request
    return exact ? sendExact(core, { job, slot, exact }) : send(core, { job, slot, watch })
  }

  #ctx = () => ({ core: this.#core, watch: this.#watch })

  /** A job that nobody waits for. */
  #ownJob = (request: TxRequest): Job => ({
    request,
    signal: this.#core.stop.signal,
    seq: -1,
    refusals: 0,
    settle: () => {},
    fail: (error) => this.#deps.log.error('tx.own-job-failed', { code: error.code })
  })

  #answerDone(): void {
    const { state } = this.#core
    for (const job of [...this.#jobs]) {
      const hash: Hash | null = state.doneHash(job.request.purpose)
      const slot = state.open().find((s) => s.mined?.hash === hash)
      if (hash && (!slot || slot.seen.announced)) job.settle({ kind: 'already-done', hash })
    }
  }

  /** Permanent journal trouble ends every job; anything else is tried again at the next tick. */
  #onTickError(error: unknown): void {
    if (error instanceof AbortedError) return
    const code = error instanceof AppError ? error.code : 'INTERNAL'
    this.#deps.log.warn('tx.step-failed', { code })
    if (!(error instanceof AppError) || error.retryable || !code.startsWith('JOURNAL_')) return
    const { message } = error
    this.#core.pause = { code, message, nonce: null, sinceMs: this.#deps.clock.now() }
    this.#core.changed()
    for (const job of this.#jobs) job.fail(error)
  }
}
