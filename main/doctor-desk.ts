import { join } from 'node:path'
import type { Config } from '../shared/config/config.ts'
import type { DoctorFinding, DoctorReport } from '../shared/domain/doctor.ts'
import type { Address } from '../shared/domain/hex.ts'
import type { App } from './app.ts'
import { notApplicable, ok, unknown } from './doctor/check.ts'
import { createDoctor, type DoctorWorld } from './doctor/create-doctor.ts'
import { judgeKeyStorage } from './doctor/judge/judge-host.ts'
import { runProgram } from './doctor/measure/measure-host.ts'
import { spendingDays, spendingOf } from './doctor/spending.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { DoctorControl } from './ipc/handlers/doctor-handlers.ts'
import { keyFacts } from './key-facts.ts'
import { absolutePaths } from './key-paths.ts'
import type { AppLogger } from './log/logger.ts'
import type { MetricsState } from './metrics/metrics-host.ts'
import { postText } from './net/post-text.ts'
import type { NetworkSession } from './network-session.ts'
import type { SecretStorage } from './shell/shell.ts'
import { remoteEngineConfig } from './store/engine-config.ts'
import type { Vault } from './store/vault/vault.ts'
import { vaultUses } from './vault-uses.ts'

export type DoctorDesk = {
  app: Pick<App, 'config' | 'network' | 'opened' | 'host' | 'money' | 'prover'>
  vault: Vault
  secretStorage: () => Promise<SecretStorage>
  /** Whether the app starts with the session; null where the host cannot do that. */
  autostart: () => boolean | null
  metrics: () => MetricsState
  configPath: string | null
  dataFolder: string
  env: NodeJS.ProcessEnv
  clock: Clock
  log: AppLogger
}

const lastDays = { by: 'day', before: null, limit: spendingDays } as const

/** The doctor beside a running validator: its endpoints, its files, its counts. One round at a time; who asks meanwhile gets its result. */
export function createDoctorDesk(desk: DoctorDesk): DoctorControl {
  const { app, clock, log } = desk
  const doctor = createDoctor({ world: () => worldOf(desk), clock, log: log.child('doctor') })
  let running: Promise<DoctorReport> | null = null
  return {
    run(signal) {
      running ??= doctor.run(signal).finally(() => {
        running = null
      })
      return running
    },
    rpcBudget: () => app.host.rpcBudget()
  }
}

async function worldOf(desk: DoctorDesk): Promise<DoctorWorld> {
  const { app, configPath, dataFolder, clock } = desk
  const settings = app.config()
  const opened = app.opened()
  const { key, account } = await keyOf(desk, settings, opened?.session ?? null)
  const remote = settings.network === 'practice' ? null : remoteEngineConfig(settings)
  return {
    settings,
    configPath,
    network: app.network().label,
    engine: opened?.session.config ?? remote,
    account,
    key: async () => key,
    keyStorage: () => storageOf(desk),
    autostart: async () => desk.autostart(),
    metrics: desk.metrics(),
    dataFolder: { path: dataFolder, inUse: false },
    journalFile: opened && join(opened.folder, 'journal.jsonl'),
    spending: () => opened && spendingOf(app.money().summary(lastDays), clock.now() / 1000),
    budget: () => app.host.rpcBudget(),
    machine: machineOf(app),
    post: postText,
    program: runProgram,
    platform: process.platform,
    meter: app.host.meter() ?? undefined
  }
}

type Key = { key: DoctorFinding; account: Address | null }

async function keyOf(
  { vault, configPath, env }: DoctorDesk,
  settings: Config,
  session: NetworkSession | null
): Promise<Key> {
  if (session?.key.kind === 'signer') {
    const { address } = session.key.signer
    return { key: ok(`open: the validator signs as ${address}`), account: address }
  }
  if (session) {
    const { kind, account } = session.key
    const watched = notApplicable('the account is only watched: nothing is signed')
    return { key: kind === 'device' ? ok('on a Ledger: everything is signed there') : watched, account }
  }
  if (settings.network === 'practice')
    return { key: notApplicable('the practice network brings its own'), account: null }
  const vaultNames = vault.problem() ? null : vault.names()
  const { finding, account } = await keyFacts({ source: absolutePaths(settings.key, configPath), env, vaultNames })
  return { key: finding, account }
}

/** A vault that was opened says by what; before the first secret the host says what it offers. */
async function storageOf({ app, vault, secretStorage }: DoctorDesk): Promise<DoctorFinding> {
  const problem = vault.problem()
  if (problem)
    return { verdict: 'failed', value: problem.message, remedy: 'Restore the vault, or import the secrets again.' }
  const state = vault.state()
  if (state === 'opening') return unknown('the system’s key chain has not answered yet', 'Run the checks again.')
  if (state === 'none' && vaultUses(app.config()).length === 0) return notApplicable('no secrets are kept')
  if (state === 'none') return judgeKeyStorage(await secretStorage())
  return judgeKeyStorage(vault.kind())
}

function machineOf(app: DoctorDesk['app']): DoctorWorld['machine'] {
  const host = app.prover()
  if (!host) return null
  return { overview: () => host.state().machine, rights: (signal) => host.checkRights(signal) }
}
