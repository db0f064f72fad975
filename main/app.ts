import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../shared/config/config.ts'
import type { AlertEvent, AlertSeverity } from '../shared/domain/alert.ts'
import { proverWarnings } from '../shared/domain/prover-warnings.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'
import { AppError } from '../shared/errors.ts'
import type { AlertsService } from './alerts/alerts-service.ts'
import type { AlertHost } from './alerts/channels/local-channels.ts'
import { type ConnectedAlerts, connectAlerts } from './alerts/connect-alerts.ts'
import { type RunningAlerts, runAlerts } from './alerts/run-alerts.ts'
import { createDeployment, type Deployment, type DeploymentOptions } from './deployment.ts'
import { createEngineHost, type EngineHost } from './engine-host.ts'
import type { EnginePreparer } from './engine-preparer.ts'
import { idleSnapshot } from './idle-snapshot.ts'
import type { HandlerDeps } from './ipc/handlers/create-handlers.ts'
import type { MoneyService } from './money/money-service.ts'
import { createPracticeLedgerLink, type PracticeLedgerLink } from './practice-ledger-link.ts'
import { createPracticeLink, type PracticeLink } from './practice-link.ts'
import type { ProverHost } from './prover-host.ts'

type AlertsChange = { active: number; worst: AlertSeverity | null }

/** Everything below the shell. Host, history and ledger stay the same objects when the configuration changes; what depends on it is asked for anew. */
export type App = {
  host: EngineHost
  history: HandlerDeps['history']
  ledger: PracticeLedgerLink
  practice: PracticeLink
  config(): Config
  network(): EngineSnapshot['network']
  money(): MoneyService
  /** The prover proxy and its machine; null where none is configured. */
  prover(): ProverHost | null
  /** Throws ALERTS_STOPPED before `startAlerts` and while the configuration changes. */
  alerts(): AlertsService
  onAlertsChanged(listener: (change: AlertsChange) => void): void
  onAlertEvent(listener: (event: AlertEvent) => void): void
  /** Called with the configuration that has taken over. */
  onConfigured(listener: (config: Config) => void): void
  /** The network that is open, and where it keeps its files; null before the engine was started. */
  opened: EnginePreparer['opened']
  /** Looks at what the host tells from now on. `reach` is how the operator is reached, null without a screen. */
  startAlerts(reach: AlertHost | null): void
  /**
   * Stops what runs, in order, and starts what `config` says; the engine runs afterwards when it did before. Signed transactions stay in
   * the journal of their network and are compared with the chain when that network is opened again. One change at a time.
   * Throws what is wrong with `config`; then the old configuration goes on. Alerts, metrics and prices are changed without a stop.
   * `whileStopped` runs when every file is closed; when it throws, the old configuration goes on, too.
   */
  reconfigure(config: Config, whileStopped?: () => Promise<void>): Promise<void>
  /** Stops the engine, the alerts, the prover's machine and the practice network, and closes the files. */
  close(): Promise<void>
}

export type AppOptions = Omit<DeploymentOptions, 'ledger' | 'practice' | 'prices'>

/** Nothing runs before `host.start()`. */
export const createApp = (options: AppOptions): App => new RunningApp(options)

class RunningApp implements App {
  readonly host: EngineHost
  readonly history: HandlerDeps['history']
  readonly ledger: PracticeLedgerLink
  readonly practice: PracticeLink
  readonly #options: AppOptions
  readonly #changes = new Set<(change: AlertsChange) => void>()
  readonly #events = new Set<(event: AlertEvent) => void>()
  readonly #configured = new Set<(config: Config) => void>()
  #deployment: Deployment
  #alerts: RunningAlerts | null = null
  /** How the operator is reached; undefined until alerts are wanted. */
  #reach: AlertHost | null | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: AppOptions) {
    this.#options = options
    this.ledger = createPracticeLedgerLink({ practice: () => this.network().practice })
    this.practice = createPracticeLink({ practice: () => this.network().practice })
    this.#deployment = this.#deploy(options.config)
    this.host = createEngineHost({
      prepare: (signal, tell) => this.#deployment.preparer.prepare(signal, tell),
      idle: idleOf(this.#deployment),
      clock: options.clock,
      log: options.log.child('host')
    })
    this.history = historyOf(() => this.#deployment.preparer.history)
  }

  config(): Config {
    return this.#deployment.config
  }

  network(): EngineSnapshot['network'] {
    return this.#deployment.network
  }

  money(): MoneyService {
    return this.#deployment.money
  }

  prover(): ProverHost | null {
    return this.#deployment.prover
  }

  alerts(): AlertsService {
    if (this.#alerts) return this.#alerts.service
    throw new AppError({ code: 'ALERTS_STOPPED' }, { message: 'Alerts are being started: try again.', retryable: true })
  }

  onAlertsChanged(listener: (change: AlertsChange) => void): void {
    this.#changes.add(listener)
  }

  onAlertEvent(listener: (event: AlertEvent) => void): void {
    this.#events.add(listener)
  }

  onConfigured(listener: (config: Config) => void): void {
    this.#configured.add(listener)
  }

  opened(): ReturnType<App['opened']> {
    return this.#deployment.preparer.opened()
  }

  startAlerts(reach: AlertHost | null): void {
    this.#reach = reach
    this.#alerts = this.#run(this.#connect(this.#deployment, reach))
  }

  reconfigure(config: Config, whileStopped?: () => Promise<void>): Promise<void> {
    const change = this.#turn.then(() => this.#change(config, whileStopped))
    this.#turn = change.catch(() => {})
    return change
  }

  async close(): Promise<void> {
    await this.#turn
    await this.#stopAlerts()
    await this.host.stop()
    await this.#deployment.close()
  }

  async #change(config: Config, whileStopped?: () => Promise<void>): Promise<void> {
    const now = this.#deployment
    if (!whileStopped && isDeepStrictEqual(runningPart(config), runningPart(now.config)))
      return this.#changeBeside({ ...now, config })
    const next = this.#deploy(config)
    // Before anything is stopped: settings that cannot work leave the old ones at work.
    const alerts = this.#reach === undefined ? null : this.#connect(next, this.#reach)
    const engineRan = this.host.snapshot().state !== 'stopped'
    await this.#stopAlerts()
    await this.host.stop()
    await now.close()
    try {
      await whileStopped?.()
      this.#begin(next, alerts)
    } catch (error) {
      const again = this.#deploy(now.config)
      this.#begin(again, this.#reach === undefined ? null : this.#connect(again, this.#reach))
      throw error
    } finally {
      if (engineRan) this.host.start()
    }
  }

  #begin(deployment: Deployment, alerts: ConnectedAlerts | null): void {
    this.#deployment = deployment
    this.host.reset(idleOf(deployment))
    this.#alerts = alerts && this.#run(alerts)
    for (const listener of this.#configured) listener(deployment.config)
  }

  async #changeBeside(deployment: Deployment): Promise<void> {
    const alerts = this.#reach === undefined ? null : this.#connect(deployment, this.#reach)
    await this.#stopAlerts()
    this.#deployment = deployment
    this.#alerts = alerts && this.#run(alerts)
    for (const listener of this.#configured) listener(deployment.config)
  }

  #deploy(config: Config): Deployment {
    const prices = () => this.#deployment.config.prices
    return createDeployment({ ...this.#options, config, ledger: this.ledger, practice: this.practice, prices })
  }

  #connect({ config, prover, preparer }: Deployment, reach: AlertHost | null): ConnectedAlerts {
    const { env, vault, clock, log } = this.#options
    return connectAlerts({
      source: this.host,
      settings: config.alerts,
      host: reach,
      history: preparer.alerts,
      facts: () => ({ cloud: prover ? proverWarnings(prover.state(), clock.now()) : null }),
      askFacts: async (signal) => {
        const { view } = await this.host.actions().overview(signal)
        return { commissionReadyAtSec: view.canFinalizeAtSec }
      },
      env,
      readSecret: (name) => vault.read(name),
      clock,
      log
    })
  }

  #run(connected: ConnectedAlerts): RunningAlerts {
    const running = runAlerts(connected, this.#options)
    running.onChanged((change) => this.#changes.forEach((listener) => void listener(change)))
    running.service.onEvent((event) => this.#events.forEach((listener) => void listener(event)))
    return running
  }

  async #stopAlerts(): Promise<void> {
    const running = this.#alerts
    this.#alerts = null
    await running?.stop()
  }
}

/** Without what is changed beside a running engine. */
const runningPart = ({ alerts: _, metrics: __, prices: ___, ...rest }: Config): unknown => rest

const idleOf = ({ network, config }: Deployment): EngineSnapshot => idleSnapshot({ network, roles: config.roles })

/** The history of whichever network is open. */
const historyOf = (current: () => HandlerDeps['history']): HandlerDeps['history'] => ({
  page: (query) => current().page(query),
  series: (limit) => current().series(limit),
  challenges: (limit) => current().challenges(limit),
  challengeCount: () => current().challengeCount(),
  output: (index) => current().output(index)
})
