import type { Config } from '../shared/config/config.ts'
import { networkPresets } from '../shared/contracts/networks.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'
import type { Secret } from '../shared/secret.ts'
import type { Clock } from './engine/runtime/clock.ts'
import { createEnginePreparer, type EnginePreparer } from './engine-preparer.ts'
import type { AppLogger } from './log/logger.ts'
import { createMoneyService, type MoneyService } from './money/money-service.ts'
import { type NetworkSession, openRemoteSession } from './network-session.ts'
import type { PracticeLedgerLink } from './practice-ledger-link.ts'
import type { PracticeLink } from './practice-link.ts'
import { openPracticeSession } from './practice-session.ts'
import { createProverHost, type ProverHost } from './prover-host.ts'
import type { Vault } from './store/vault/vault.ts'

/** What runs from one configuration. Built without touching anything outside; replaced as a whole when the configuration is. */
export type Deployment = {
  config: Config
  network: EngineSnapshot['network']
  preparer: EnginePreparer
  /** The prover proxy and its machine; null where none is configured. */
  prover: ProverHost | null
  money: MoneyService
  /** After the engine was stopped: stops the prover's machine, ends the practice network and closes the files. */
  close(): Promise<void>
}

export type DeploymentOptions = {
  config: Config
  /** The file that `config` was read from, or null. */
  configPath: string | null
  dataFolder: string
  artifactsFile: string
  /** Instead of the one in the npm package. */
  anvilBinary?: string
  /** See `EngineOptions.gatePatience`. */
  gatePatience?: number
  ledger: PracticeLedgerLink
  practice: PracticeLink
  /** What the operator takes a coin for; may change while it runs. */
  prices: () => Config['prices']
  clock: Clock
  log: AppLogger
  env: NodeJS.ProcessEnv
  vault: Vault
  askPassphrase: (keystore: string, signal: AbortSignal) => Promise<Secret<string>>
}

/** Throws what is wrong with the settings of the prover. */
export function createDeployment(options: DeploymentOptions): Deployment {
  const { config, ledger, vault, practice, prices } = options
  const readSecret = (name: string): Promise<Secret<string> | null> => vault.read(name)
  const openSession = (signal: AbortSignal, tell: (reason: string | null) => void): Promise<NetworkSession> =>
    config.network === 'practice'
      ? openPracticeSession({
          ...options,
          config,
          signal,
          attachLedger: ledger.attach,
          attachDirector: practice.attach
        })
      : openRemoteSession({ ...options, config, tell, signal })
  const prover = config.prover ? createProverHost({ ...options, settings: config.prover, readSecret }) : null
  const preparer = createEnginePreparer({ ...options, openSession, prover })
  const money = createMoneyService({
    store: preparer.money,
    runs: () => prover?.cloudRuns() ?? [],
    prices,
    sinceMs: options.clock.now()
  })
  prover?.onChange(money.noteRuns)
  const close = async (): Promise<void> => {
    await prover?.stop()
    money.noteRuns()
    await preparer.close()
  }
  return { config, network: networkOf(config), preparer, prover, money, close }
}

/** What can be said of the network before it is reached. */
function networkOf(config: Config): EngineSnapshot['network'] {
  if (config.network === 'practice')
    return { name: 'practice', label: 'Practice network', l1ChainId: 0, l2ChainId: 0, practice: true }
  const { label, l1ChainId, l2ChainId } = config.network === 'custom' ? config : networkPresets[config.network]
  return { name: config.network, label, l1ChainId, l2ChainId, practice: false }
}
