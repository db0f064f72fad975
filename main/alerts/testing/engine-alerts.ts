import { alertsSchema } from '../../../shared/config/alerts.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import type { Logger } from '../../engine/ports.ts'
import { type Clock, systemClock } from '../../engine/runtime/clock.ts'
import { createLogger } from '../../log/logger.ts'
import { createMemoryJournal } from '../../practice/memory-journal.ts'
import type { PracticeNetwork } from '../../practice/network.ts'
import { practiceConfig, superviseEngine } from '../../practice/practice-engine.ts'
import { openHistory } from '../../store/history.ts'
import { connectAlerts } from '../connect-alerts.ts'
import { runAlerts } from '../run-alerts.ts'
import { hostDouble } from './alerts-stage.ts'
import { startReceiver } from './receiver.ts'

/** Alerts on a real engine, with every channel: a shell's double, and a webhook and a dead-man ping to a local server. */
export async function startEngineAlerts(engine: Engine, clock: Clock = systemClock) {
  const host = hostDouble()
  const receiver = await startReceiver()
  const history = openHistory(':memory:')
  const settings = alertsSchema.parse({
    webhooks: [{ name: 'home', url: `${receiver.url}/hook` }],
    ping: { url: `${receiver.url}/ping` }
  })
  const log = createLogger({ sink: { write: () => {} }, level: 'silent' })
  const connected = connectAlerts({
    source: {
      snapshot: () => engine.snapshot(),
      onSnapshot: (listener) => engine.onSnapshot(() => listener(engine.snapshot())),
      onEvent: (listener) => engine.onEvent(listener)
    },
    settings,
    host,
    history: () => history,
    env: {},
    readSecret: async () => null,
    clock,
    log
  })
  const alerts = runAlerts(connected, { clock, log })
  const posted = (): { kind: string; code: string; key: string; title: string; body: string }[] =>
    receiver.received.flatMap(({ method, body }) => (method === 'POST' ? [JSON.parse(body)] : []))
  return {
    host,
    service: alerts.service,
    pings: () => receiver.received.filter(({ method }) => method === 'GET').length,
    /** How often each channel told the alerts of a code. */
    times: (code: string) => {
      const told = posted().filter((m) => m.code === code && m.kind === 'raised')
      const titles = new Set(told.map(({ title }) => title))
      return { webhook: told.length, notification: host.notices.filter(({ title }) => titles.has(title)).length }
    },
    posted,
    async stop(): Promise<void> {
      await alerts.stop()
      await receiver.close()
      history.close()
    }
  }
}
export type EngineAlerts = Awaited<ReturnType<typeof startEngineAlerts>>

/** An engine that looks on for an account and has no key. */
export async function startWatcher(network: PracticeNetwork, account: Address, log: Logger) {
  const history = openHistory(':memory:')
  const engine = createEngine({
    config: practiceConfig({ network, roles: { submitter: true, challenger: true } }),
    ports: { clock: systemClock, log, journal: createMemoryJournal(), history, key: { kind: 'watch', account } }
  })
  const { ready, stop } = superviseEngine(engine, { name: 'watcher', clock: systemClock, log })
  return {
    engine,
    ready,
    async stop(): Promise<void> {
      await stop()
      history.close()
    }
  }
}
