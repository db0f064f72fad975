import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../shared/config/config.ts'
import type { DoctorFinding } from '../shared/domain/doctor.ts'
import type { Address } from '../shared/domain/hex.ts'
import { AppError } from '../shared/errors.ts'
import { failed, notApplicable, ok, unknown } from './doctor/check.ts'
import { createDoctor, type DoctorWorld } from './doctor/create-doctor.ts'
import { reportAsJson, reportAsText } from './doctor/format-report.ts'
import { runProgram } from './doctor/measure/measure-host.ts'
import { spendingDays, spendingOf } from './doctor/spending.ts'
import { createRpcBudget } from './engine/budget/rpc-budget.ts'
import type { EngineConfig } from './engine/engine-config.ts'
import type { Clock } from './engine/runtime/clock.ts'
import { keyFacts } from './key-facts.ts'
import { absolutePaths } from './key-paths.ts'
import type { AppLogger } from './log/logger.ts'
import { postText } from './net/post-text.ts'
import { networkFolder } from './network-folder.ts'
import type { NetworkSession } from './network-session.ts'
import { openPracticeSession } from './practice-session.ts'
import { createProverHost } from './prover-host.ts'
import { remoteEngineConfig } from './store/engine-config.ts'
import { type History, openHistory } from './store/history.ts'
import type { Vault } from './store/vault/vault.ts'

export type DoctorCommand = {
  config: Config
  configPath: string | null
  /** `inUse`: another instance has it, and it is left alone. */
  dataFolder: { path: string; inUse: boolean }
  /** Null where it cannot be looked at. */
  vault: Vault | null
  artifactsFile: string
  anvilBinary?: string
  json: boolean
  env: NodeJS.ProcessEnv
  clock: Clock
  log: AppLogger
  signal: AbortSignal
  print: (line: string) => void
}

/** A vault reads its file as soon as it is made; it takes no longer. */
const vaultMs = 3_000

type Place = { engine: EngineConfig | null; missing: DoctorFinding | null; account: Address | null; key: DoctorFinding }

/** Makes every check once and prints what it found. @returns the exit code: 0 when nothing failed, 1 when something did. */
export async function runDoctor(command: DoctorCommand): Promise<number> {
  const { config, clock, log, signal, print, json } = command
  const scratch = mkdtempSync(join(tmpdir(), 'kroma-doctor-'))
  const session = config.network === 'practice' ? await practice(command, config) : null
  let history: History | null = null
  try {
    const vaultNames = await namesIn(command)
    const place = await placeOf(command, { session, vaultNames })
    const folder = folderOf(command, place)
    history = folder === null ? null : existing(join(folder, 'history.db'))
    const world = worldOf(command, { place, folder, history, scratch, vaultNames })
    const report = await createDoctor({ world: () => world, clock, log }).run(signal)
    print(json ? reportAsJson(report) : reportAsText(report))
    return report.checks.some(({ verdict }) => verdict === 'failed') ? 1 : 0
  } finally {
    history?.close()
    if (session && !(session instanceof AppError)) await session.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

type Opened = { session: NetworkSession | AppError | null; vaultNames: readonly string[] | null }

/** The names in the vault, which are no secret; null where it cannot be looked at. */
async function namesIn({ vault, clock, signal }: DoctorCommand): Promise<readonly string[] | null> {
  if (!vault) return null
  if (vault.state() === 'opening')
    await Promise.race([new Promise((read) => vault.onState(read)), clock.sleep(vaultMs, signal)])
  return vault.problem() ? null : vault.names()
}

/** The practice network, or why it does not start. */
async function practice(
  command: DoctorCommand,
  config: Extract<Config, { network: 'practice' }>
): Promise<NetworkSession | AppError> {
  try {
    return await openPracticeSession({ ...command, config, attachLedger: () => () => {} })
  } catch (error) {
    if (error instanceof AppError && !command.signal.aborted) return error
    throw error
  }
}

async function placeOf(command: DoctorCommand, { session, vaultNames }: Opened): Promise<Place> {
  const { config, configPath, env, log } = command
  if (session instanceof AppError)
    return {
      engine: null,
      missing: failed(session.message, 'Without it nothing else can be checked on the practice network.'),
      account: null,
      key: notApplicable('the practice network brings its own')
    }
  if (session || config.network === 'practice') {
    const account = session && (session.key.kind === 'signer' ? session.key.signer.address : session.key.account)
    return { engine: session?.config ?? null, missing: null, account, key: ok('the practice network’s own') }
  }
  if (config.key.source === 'environment') log.redactor.learn(env[config.key.variable]?.trim() ?? '')
  const { finding, account } = await keyFacts({ source: absolutePaths(config.key, configPath), env, vaultNames })
  return { engine: remoteEngineConfig(config), missing: null, account, key: finding }
}

/** Where this network and account keep their history; null where that is not known, or nobody's business. */
function folderOf({ config, dataFolder }: DoctorCommand, { engine, account }: Place): string | null {
  if (config.network === 'practice' || dataFolder.inUse || !engine || !account) return null
  return join(dataFolder.path, 'networks', networkFolder(engine.network, account))
}

type Found = {
  place: Place
  folder: string | null
  history: History | null
  scratch: string
  vaultNames: readonly string[] | null
}

function worldOf(command: DoctorCommand, { place, folder, history, scratch, vaultNames }: Found): DoctorWorld {
  const { config, configPath, dataFolder, env, clock, log } = command
  const { engine, missing, account, key } = place
  return {
    settings: config,
    configPath,
    network: engine?.network.label ?? 'Practice network',
    engine,
    engineMissing: missing,
    account,
    key: async () => key,
    keyStorage: async () => storage(vaultNames),
    autostart: async () => null,
    metrics: null,
    dataFolder,
    journalFile: folder && join(folder, 'journal.jsonl'),
    spending: () =>
      history && spendingOf(history.moneyPage({ by: 'day', before: null, limit: spendingDays }), clock.now() / 1000),
    budget: () => history && createRpcBudget({ clock, limits: config.rpcLimits, history }).view(),
    machine: machineOf(config, { env, clock, log, scratch }),
    post: postText,
    program: runProgram,
    platform: process.platform
  }
}

const storage = (vaultNames: readonly string[] | null): DoctorFinding => {
  if (vaultNames === null) return unknown('kept by the other instance')
  return vaultNames.length === 0
    ? notApplicable('no secrets are kept')
    : ok(`${vaultNames.length} secrets, encrypted in the vault`)
}

type Kept = { env: NodeJS.ProcessEnv; clock: Clock; log: AppLogger; scratch: string }

/** Asked by dry runs only, so nothing of the app's own prover is touched. */
function machineOf({ prover }: Config, { env, clock, log, scratch }: Kept): DoctorWorld['machine'] {
  if (!prover?.ec2) return null
  return {
    overview: () => null,
    async rights(signal) {
      const { proxy: _, ...settings } = prover
      const host = createProverHost({ settings, dataFolder: scratch, env, clock, log })
      try {
        return (await host?.checkRights(signal)) ?? null
      } finally {
        await host?.stop()
      }
    }
  }
}

/** Only what is there already: nothing is made. */
function existing(path: string): History | null {
  return existsSync(path) ? openHistory(path) : null
}
