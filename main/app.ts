import type { Config } from '../shared/config/config.ts'
import { networkPresets } from '../shared/contracts/networks.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'
import type { Secret } from '../shared/secret.ts'
import type { AlertHost } from './alerts/channels/local-channels.ts'
import { cloudFacts } from './alerts/cloud-facts.ts'
import { type RunningAlerts, runAlerts } from './alerts/run-alerts.ts'
import type { Clock } from './engine/runtime/clock.ts'
import { createEngineHost, type EngineHost } from './engine-host.ts'
import { createEnginePreparer } from './engine-preparer.ts'
import { idleSnapshot } from './idle-snapshot.ts'
import type { HandlerDeps } from './ipc/handlers/create-handlers.ts'
import type { AppLogger } from './log/logger.ts'
import { type NetworkSession, openRemoteSession } from './network-session.ts'
import { createPracticeLedgerLink, type PracticeLedgerLink } from './practice-ledger-link.ts'
import { openPracticeSession } from './practice-session.ts'
import { createProverHost, type ProverHost } from './prover-host.ts'

export type App = {
  host: EngineHost
  history: HandlerDeps['history']
  network: EngineSnapshot['network']
  /** Looks at what the host tells; to be run beside it and closed before it. `host` is how the operator is reached, null without a screen. */
  startAlerts(host: AlertHost | null): RunningAlerts
  ledger: PracticeLedgerLink
  /** The prover proxy and its machine; null where none is configured. */
  prover: ProverHost | null
  /** After the host was stopped: stops the prover's machine, ends the practice network and closes the files. */
  close(): Promise<void>
}

export type AppOptions = {
  config: Config
  configPath: string | null
  dataFolder: string
  artifactsFile: string
  /** See `EngineOptions.gatePatience`. */
  gatePatience?: number
  clock: Clock
  log: AppLogger
  env: NodeJS.ProcessEnv
  askPassphrase: (keystore: string) => Promise<Secret<string>>
}

/** Everything below the shell: the network session, the engine and its host. Nothing runs before `host.start()`. */
export function createApp(options: AppOptions): App {
  const { config, clock, log, dataFolder, gatePatience } = options
  const ledger = createPracticeLedgerLink({ practice: config.network === 'practice' })
  const openSession = (signal: AbortSignal): Promise<NetworkSession> =>
    config.network === 'practice'
      ? openPracticeSession({ ...options, config, signal, attachLedger: ledger.attach })
      : openRemoteSession({ ...options, config, signal })
  const prover = config.prover ? createProverHost({ ...options, settings: config.prover }) : null
  const preparer = createEnginePreparer({
    openSession,
    dataFolder,
    prover,
    clock,
    log,
    ...(gatePatience !== undefined && { gatePatience })
  })
  const network = networkOf(config)
  const host = createEngineHost({
    prepare: preparer.prepare,
    idle: idleSnapshot({ network, roles: config.roles }),
    clock,
    log: log.child('host')
  })
  const startAlerts = (reach: AlertHost | null): RunningAlerts =>
    runAlerts({
      source: host,
      settings: config.alerts,
      host: reach,
      history: preparer.alerts,
      facts: () => ({ cloud: prover ? cloudFacts(prover.state().machine) : null }),
      askFacts: async (signal) => {
        const { view } = await host.actions().overview(signal)
        return { commissionReadyAtSec: view.canFinalizeAtSec }
      },
      env: options.env,
      clock,
      log
    })
  const close = async (): Promise<void> => {
    await prover?.stop()
    await preparer.close()
  }
  return { host, history: preparer.history, network, ledger, prover, startAlerts, close }
}

/** What can be said of the network before it is reached. */
function networkOf(config: Config): EngineSnapshot['network'] {
  if (config.network === 'practice')
    return { name: 'practice', label: 'Practice network', l1ChainId: 0, l2ChainId: 0, practice: true }
  const { label, l1ChainId, l2ChainId } = config.network === 'custom' ? config : networkPresets[config.network]
  return { name: config.network, label, l1ChainId, l2ChainId, practice: false }
}
