import type { AlertEvent } from '../shared/domain/alert.ts'
import type { StampedEvent } from '../shared/domain/engine-event.ts'
import type { EngineHost } from './engine-host.ts'

/** One event as one line of JSON, amounts and chain numbers as decimal strings. */
export const eventLine = (event: StampedEvent | AlertEvent): string =>
  `${JSON.stringify(event, (_, v) => (typeof v === 'bigint' ? v.toString() : v))}\n`

/**
 * Runs the engine without a screen until `signal` fires or it fails for good.
 * @returns the exit code: 0 after a wish to stop, 2 after a failure that only the operator can mend (one line on `complain`).
 */
export async function runHeadless({
  host,
  signal,
  print,
  complain,
  resumeSigning = false
}: {
  host: EngineHost
  signal: AbortSignal
  print: (line: string) => void
  complain: (line: string) => void
  /** The operator has looked at the pause that this run starts with. */
  resumeSigning?: boolean
}): Promise<number> {
  if (resumeSigning) resumeAtStart(host, complain)
  host.onEvent((event) => print(eventLine(event)))
  const failed = new Promise<number>((done) =>
    host.onFailure(({ code, message }) => {
      complain(`${code}: ${message}\n`)
      done(2)
    })
  )
  const stopped = new Promise<number>((done) => {
    if (signal.aborted) done(0)
    signal.addEventListener('abort', () => done(0), { once: true })
  })
  host.start()
  const code = await Promise.race([failed, stopped])
  await host.stop()
  return code
}

/** Once, and only what was paused before: a pause that comes later wants its own look. */
function resumeAtStart(host: EngineHost, complain: (line: string) => void): void {
  const off = host.onSnapshot(({ state, guard }) => {
    if (state !== 'running' && state !== 'degraded') return
    off()
    if (!guard.pause) return
    host.resumeSigning().then(
      () => complain(`Signing resumed. It was paused because: ${guard.pause?.message}\n`),
      (error: unknown) => complain(`Signing stays paused: ${error instanceof Error ? error.message : String(error)}\n`)
    )
  })
}
