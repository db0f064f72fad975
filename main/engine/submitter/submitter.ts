import type { SubmitDecision } from '../../../shared/domain/submit-decision.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { type Backoff, backoffMs } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Service } from '../runtime/supervise.ts'
import { type Spawn, together } from '../runtime/together.ts'
import { createWaker } from '../runtime/waker.ts'
import type { ActResult } from './act.ts'
import { createAttempts } from './attempts.ts'
import { decide } from './decide.ts'
import type { Loaded, Loader } from './load.ts'
import type { SubmitPolicy } from './view.ts'

/** Logs of one block come one by one: they are answered with one look. */
const settleMs = 50

export type SubmitterDeps = {
  clock: Clock
  loader: Loader
  policy: SubmitPolicy
  backoff: Backoff
  act: (seen: Loaded, signal: AbortSignal) => Promise<ActResult>
  signingPaused: () => boolean
  /** Whether a submission of this output that a device signed is on its way. */
  signedElsewhere: (outputIndex: bigint) => boolean
  /** L1 chain time in milliseconds, null while no head is known. */
  chainNowMs: () => number | null
  onLook: (seen: Loaded, decision: SubmitDecision) => void
  onLookFailed: (error: AppError) => void
  onResult: (result: ActResult, outputIndex: bigint) => void
}

export type Submitter = Service & {
  /** Something happened on L1 that may change the decision: look again now. */
  stateChanged(): void
  /** Time passed as an L1 head tells it: look again if a deadline has come. */
  timePassed(): void
}

type LoopContext = { signal: AbortSignal; ready: () => void; spawn: Spawn }

/** The loop: look, decide, act (where the key is on a device its owner acts), sleep until the next deadline or event. One look per deadline or event, never a poll. */
export function createSubmitter(deps: SubmitterDeps): Submitter {
  const { clock, loader } = deps
  const waker = createWaker(clock)
  const attempts = createAttempts(clock)
  let decision: SubmitDecision | null = null

  async function look(signal: AbortSignal): Promise<{ seen: Loaded; decision: SubmitDecision }> {
    const attemptsOf = (index: bigint) => {
      const own = attempts.of(index, deps.signingPaused())
      return { ...own, pending: own.pending || deps.signedElsewhere(index) }
    }
    const seen = await loader.load({ fresh: false, attemptsOf, signal })
    return { seen, decision: decide({ view: seen.view, nowSec: seen.nowSec, policy: deps.policy }) }
  }

  async function lookUntilItWorks(signal: AbortSignal): ReturnType<typeof look> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await look(signal)
      } catch (error) {
        if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
        deps.onLookFailed(error)
        await clock.sleep(backoffMs(deps.backoff, attempt), signal)
      }
    }
  }

  async function attempt(seen: Loaded, signal: AbortSignal): Promise<void> {
    const { outputIndex } = seen.view
    let result: ActResult | null = null
    attempts.started(outputIndex)
    try {
      result = await deps.act(seen, signal)
      deps.onResult(result, outputIndex)
    } finally {
      attempts.ended(outputIndex, result, seen.nowSec + Math.ceil((clock.now() - seen.atMs) / 1000))
      loader.forget()
      waker.wake()
    }
  }

  const untilNextLookMs = ({ nextLookAtSec }: SubmitDecision, seen: Loaded): number => {
    const nowMs = deps.chainNowMs() ?? seen.nowSec * 1000 + (clock.now() - seen.atMs)
    return Math.max(0, nextLookAtSec * 1000 - nowMs)
  }

  async function loop({ signal, ready, spawn }: LoopContext): Promise<void> {
    for (;;) {
      const now = await lookUntilItWorks(signal)
      decision = now.decision
      deps.onLook(now.seen, decision)
      ready()
      if (decision.kind === 'submit' && !decision.byDevice) spawn((inner) => attempt(now.seen, inner))
      const cause = await waker.wait(untilNextLookMs(decision, now.seen), signal)
      if (cause === 'woken') await clock.sleep(settleMs, signal)
    }
  }

  return {
    name: 'submitter',
    stateChanged() {
      loader.forget()
      waker.wake()
    },
    timePassed() {
      const nowMs = deps.chainNowMs()
      if (decision && nowMs !== null && nowMs >= decision.nextLookAtSec * 1000) waker.wake()
    },
    run: ({ signal, ready }) => together(signal, (inner, spawn) => loop({ signal: inner, ready, spawn }))
  }
}
