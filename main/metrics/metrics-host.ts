import type { MetricsSettings } from '../../shared/config/metrics.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../engine/ports.ts'
import { isLoopback, type MetricsServer, serveMetrics } from './serve-metrics.ts'
import { createValidatorMetrics } from './validator-metrics.ts'

/** What is known of the server: off, listening (`open`: others can reach it), or why it does not listen. */
export type MetricsState =
  | { kind: 'off' }
  | { kind: 'listening'; host: string; port: number; open: boolean }
  | { kind: 'failed'; message: string }

export type MetricsHost = {
  /** Listens as the settings say from now on. Never throws: what went wrong is in the state. */
  apply(settings: MetricsSettings): Promise<void>
  state(): MetricsState
  stop(): Promise<void>
}

type Source = {
  snapshot(): EngineSnapshot
  onSnapshot(listener: (snapshot: EngineSnapshot) => void): () => void
  onEvent(listener: (event: StampedEvent) => void): () => void
}

/** Counts from its making on, whether or not anybody asks; counters go on when the settings change. */
export function createMetricsHost({
  source,
  version,
  log
}: {
  source: Source
  version: string
  log: Logger
}): MetricsHost {
  const metrics = createValidatorMetrics(version)
  const offs = [source.onSnapshot((snapshot) => metrics.see(snapshot)), source.onEvent((event) => metrics.count(event))]
  metrics.see(source.snapshot())
  let server: MetricsServer | null = null
  let state: MetricsState = { kind: 'off' }
  let turn: Promise<unknown> = Promise.resolve()

  async function change(settings: MetricsSettings): Promise<void> {
    await server?.stop()
    server = null
    state = { kind: 'off' }
    if (!settings.enabled) return
    const { host } = settings
    try {
      server = await serveMetrics(settings, metrics)
      state = { kind: 'listening', host, port: server.port, open: !isLoopback(host) }
      if (state.open) log.warn('metrics.open', { host, port: server.port })
      else log.info('metrics.listening', { host, port: server.port })
    } catch (error) {
      const message = error instanceof AppError ? error.message : 'Metrics are not served, for a reason of their own.'
      state = { kind: 'failed', message }
      log.error('metrics.failed', { host, port: settings.port })
    }
  }

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work)
    turn = mine.catch(() => {})
    return mine
  }

  return {
    apply: (settings) => inTurn(() => change(settings)),
    state: () => state,
    stop: () =>
      inTurn(async () => {
        for (const off of offs) off()
        await server?.stop()
        server = null
        state = { kind: 'off' }
      })
  }
}
