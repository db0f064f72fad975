import { AbortedError, AppError } from '../../shared/errors.ts'
import type { Logger } from './ports.ts'
import type { Clock } from './runtime/clock.ts'
import { type Service, type ServiceState, supervise } from './runtime/supervise.ts'

type Deps = {
  services: readonly Service[]
  clock: Clock
  log: Logger
  signal: AbortSignal
  onState: (name: string, state: ServiceState) => void
}

const backoff = { baseMs: 500, maxMs: 30_000, resetAfterMs: 60_000, jitter: Math.random }

/** Keeps services running until the signal fires, then stops them in reverse order. A service that fails for good ends all of them: rejects with its code. */
export async function runSupervised({ services, clock, log, signal, onState }: Deps): Promise<void> {
  const failures: AppError[] = []
  let wake = (): void => {}
  const over = new Promise<void>((resolve) => {
    wake = resolve
  })
  const watch = (name: string) => (state: ServiceState) => {
    onState(name, state)
    if (state.kind !== 'failed') return
    const message = `The ${name} cannot go on (${state.code}). See the log.`
    failures.push(new AppError({ code: state.code, service: name }, { message }))
    wake()
  }
  const onError = (name: string) => (error: unknown) =>
    log.warn('service.failed', {
      name,
      code: error instanceof AppError ? error.code : 'INTERNAL',
      detail: error instanceof AppError ? error.message : String(error)
    })
  const running = services.map((service) =>
    supervise(service, { clock, backoff, onState: watch(service.name), onError: onError(service.name) })
  )
  signal.addEventListener('abort', wake, { once: true })
  if (signal.aborted) wake()
  await over
  signal.removeEventListener('abort', wake)
  for (const service of running.toReversed()) await service.stop()
  if (signal.aborted) throw new AbortedError(signal.reason)
  throw failures[0]
}
