import type { AlertSeverity } from '../../shared/domain/alert.ts'
import { supervise } from '../engine/runtime/supervise.ts'
import type { AlertsService } from './alerts-service.ts'
import { type ConnectAlerts, connectAlerts } from './connect-alerts.ts'

export type RunningAlerts = {
  service: AlertsService
  /** How many hold and how bad the worst is, numbered; told with every change. */
  onChanged(listener: (change: { seq: number; active: number; worst: AlertSeverity | null }) => void): void
  /** Resolves when nothing is written any more. */
  stop(): Promise<void>
}

const backoff = { baseMs: 1_000, maxMs: 60_000, resetAfterMs: 60_000, jitter: Math.random }

/** Alerts at work; a failure of theirs never touches the engine. */
export function runAlerts(options: ConnectAlerts): RunningAlerts {
  const { clock, log } = options
  const service = connectAlerts(options)
  const { stop } = supervise(service, {
    clock,
    backoff,
    onState: () => {},
    onError: (error) => log.error('alerts.failed', { error: String(error) })
  })
  let seq = 0
  return {
    service,
    onChanged: (listener) =>
      void service.onChange(() => {
        seq += 1
        const active = service.active()
        listener({ seq, active: active.length, worst: active[0]?.severity ?? null })
      }),
    stop
  }
}
