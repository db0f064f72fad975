import type { AlertSeverity } from '../../shared/domain/alert.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { supervise } from '../engine/runtime/supervise.ts'
import type { AlertsService } from './alerts-service.ts'
import type { ConnectedAlerts } from './connect-alerts.ts'

export type RunningAlerts = {
  service: AlertsService
  /** How many hold and how bad the worst is, told with every change. */
  onChanged(listener: (change: { active: number; worst: AlertSeverity | null }) => void): void
  /** Resolves when nothing is written any more. */
  stop(): Promise<void>
}

const backoff = { baseMs: 1_000, maxMs: 60_000, resetAfterMs: 60_000, jitter: Math.random }

/** Alerts at work; a failure of theirs never touches the engine. */
export function runAlerts(
  { service, paintTray }: ConnectedAlerts,
  { clock, log }: { clock: Clock; log: Logger }
): RunningAlerts {
  const stopPainting = paintTray()
  const running = supervise(service, {
    clock,
    backoff,
    onState: () => {},
    onError: (error) => log.error('alerts.failed', { error: String(error) })
  })
  return {
    service,
    onChanged: (listener) =>
      void service.onChange(() => {
        const active = service.active()
        listener({ active: active.length, worst: active[0]?.severity ?? null })
      }),
    async stop() {
      stopPainting()
      await running.stop()
    }
  }
}
