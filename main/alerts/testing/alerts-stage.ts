import { type AlertSettings, alertsSchema } from '../../../shared/config/alerts.ts'
import type { AlertEvent } from '../../../shared/domain/alert.ts'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { createLogger } from '../../log/logger.ts'
import { type History, openHistory } from '../../store/history.ts'
import type { AlertHost } from '../channels/local-channels.ts'
import type { ConnectAlerts } from '../connect-alerts.ts'
import { connectAlerts } from '../connect-alerts.ts'
import type { ObservedFact } from '../observer.ts'
import type { AlertFacts } from '../rules/rule.ts'
import { runAlerts } from '../run-alerts.ts'
import type { TrayPicture } from '../tray-picture.ts'
import { nowMs, snapshotDouble } from './world-double.ts'

export type Notice = Parameters<AlertHost['notify']>[0]

/** A shell that remembers what it was shown. */
export function hostDouble(): AlertHost & { trays: TrayPicture[]; notices: Notice[] } {
  const trays: TrayPicture[] = []
  const notices: Notice[] = []
  return { trays, notices, setTray: (state) => void trays.push(state), notify: (notice) => void notices.push(notice) }
}

type Options = Pick<ConnectAlerts, 'askFacts'> &
  Partial<Pick<ConnectAlerts, 'readSecret'>> & {
    settings?: unknown
    history?: History | null
    clock?: ManualClock
    env?: NodeJS.ProcessEnv
  }

/** The alerts at work on an engine that says what the test wants. */
export function startAlertsStage({
  settings = {},
  history = openHistory(':memory:'),
  clock,
  env = {},
  readSecret = async () => null,
  askFacts
}: Options = {}) {
  const time = clock ?? new ManualClock(nowMs)
  const host = hostDouble()
  const lines: string[] = []
  const events: AlertEvent[] = []
  const heard = new Set<(event: StampedEvent) => void>()
  const looked = new Set<(snapshot: EngineSnapshot) => void>()
  let snapshot = snapshotDouble()
  let open = history
  const facts: Omit<AlertFacts, ObservedFact> = {}
  const parsed: AlertSettings = alertsSchema.parse(settings)
  const log = createLogger({ sink: { write: (line) => void lines.push(line) }, level: 'debug' })
  const connected = connectAlerts({
    source: {
      snapshot: () => snapshot,
      onSnapshot: (fn) => {
        looked.add(fn)
        return () => looked.delete(fn)
      },
      onEvent: (fn) => {
        heard.add(fn)
        return () => heard.delete(fn)
      }
    },
    settings: parsed,
    host,
    history: () => open,
    facts: () => facts,
    ...(askFacts && { askFacts }),
    env,
    readSecret,
    clock: time,
    log
  })
  const running = runAlerts(connected, { clock: time, log })
  running.service.onEvent((event) => events.push(event))
  return {
    ...running,
    clock: time,
    host,
    lines,
    events,
    facts,
    history,
    show(over: Partial<EngineSnapshot>): void {
      snapshot = snapshotDouble(over)
      for (const fn of looked) fn(snapshot)
    },
    tell(event: StampedEvent): void {
      for (const fn of heard) fn(event)
    },
    openHistory(next: History | null): void {
      open = next
    }
  }
}
