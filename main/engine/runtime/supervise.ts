import { AppError } from '../../../shared/errors.ts'
import { type Backoff, backoffMs } from './backoff.ts'
import type { Clock } from './clock.ts'

export type ServiceState =
  | { kind: 'stopped' }
  | { kind: 'starting'; attempt: number }
  | { kind: 'running'; sinceMs: number }
  | { kind: 'backing-off'; attempt: number; untilMs: number; code: string }
  | { kind: 'stopping' }
  | { kind: 'failed'; code: string }

/** A long-lived part. `run` resolves only after the signal fired; `ready` says that it does its job. A retryable AppError or an unknown error restarts it, a permanent AppError ends it. */
export type Service = { readonly name: string; run(ctx: { signal: AbortSignal; ready: () => void }): Promise<void> }

export type Supervised = { stop: () => Promise<void>; done: Promise<void> }

type Deps = {
  clock: Clock
  backoff: Backoff
  onState: (state: ServiceState) => void
  onError?: (error: unknown) => void
}

/** One running instance of a service. `stop` is idempotent and resolves only when `run` has returned. */
export function supervise(service: Service, deps: Deps): Supervised {
  const abort = new AbortController()
  const done = keepRunning(service, deps, abort.signal)
  return {
    done,
    stop: () => {
      if (!abort.signal.aborted) {
        deps.onState({ kind: 'stopping' })
        abort.abort(new Error('stop'))
      }
      return done
    }
  }
}

async function keepRunning(service: Service, deps: Deps, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    const startedMs = deps.clock.now()
    deps.onState({ kind: 'starting', attempt })
    const error = await runOnce(service, deps, signal)
    if (signal.aborted) break
    if (error instanceof AppError && !error.retryable) return deps.onState({ kind: 'failed', code: error.code })
    if (deps.clock.now() - startedMs >= deps.backoff.resetAfterMs) attempt = 1
    const waitMs = backoffMs(deps.backoff, attempt)
    const code = error instanceof AppError ? error.code : 'INTERNAL'
    deps.onState({ kind: 'backing-off', attempt, untilMs: deps.clock.now() + waitMs, code })
    await deps.clock.sleep(waitMs, signal).catch(() => {})
  }
  deps.onState({ kind: 'stopped' })
}

async function runOnce(service: Service, deps: Deps, signal: AbortSignal): Promise<unknown> {
  try {
    await service.run({ signal, ready: () => deps.onState({ kind: 'running', sinceMs: deps.clock.now() }) })
    return new AppError({ code: 'SERVICE_ENDED', service: service.name }, { retryable: true })
  } catch (error) {
    if (!signal.aborted) deps.onError?.(error)
    return error
  }
}
