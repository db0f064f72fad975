import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { AppError } from '../shared/errors.ts'
import { type App, createApp } from './app.ts'
import { type Arguments, defaultDataFolder, ownArguments, parseArguments, usage } from './arguments.ts'
import { createBackupDesk } from './backup-desk.ts'
import { runDoctor } from './doctor-command.ts'
import { createDoctorDesk } from './doctor-desk.ts'
import { systemClock as clock } from './engine/runtime/clock.ts'
import { describeFailure } from './engine-host.ts'
import { eventLine, runHeadless } from './headless.ts'
import { createHandlers } from './ipc/handlers/create-handlers.ts'
import { serve } from './ipc/serve.ts'
import { createFileSink } from './log/file-sink.ts'
import { createLogReader } from './log/log-reader.ts'
import { type AppLogger, createLogger } from './log/logger.ts'
import { createMetricsHost, type MetricsHost } from './metrics/metrics-host.ts'
import { connectPresence } from './presence/connect-presence.ts'
import { readPassphrase } from './read-passphrase.ts'
import { createSecretDesks, onVaultView } from './secret-desks.ts'
import { createSettingsDesk } from './settings-desk.ts'
import type { Shell } from './shell/shell.ts'
import { finishRestore } from './store/backup/swap-restore.ts'
import { type DataFolder, openDataFolder } from './store/data-folder.ts'
import { loadConfig } from './store/load-config.ts'
import { openSettings, type Settings } from './store/settings/open-settings.ts'
import { nodeSettingsFile } from './store/settings/settings-file.ts'
import { openVault } from './store/vault/open-vault.ts'
import type { Seal, Vault } from './store/vault/vault.ts'
import { unlockBehindScreen, unlockWithoutScreen } from './unlock-vault.ts'

const above = resolve(import.meta.dirname, '..')
const out = basename(above) === 'out' ? above : join(above, 'out')
const { version } = JSON.parse(readFileSync(join(out, '..', 'package.json'), 'utf8')) as { version: string }
const artifactsFile = join(out, 'practice/contracts.json')
const inElectron = process.versions.electron !== undefined
const electronKind = () => (inElectron ? (process.defaultApp ? 'sources' : 'packaged') : null)
const complain = (line: string): void => void process.stderr.write(line)

try {
  await main(
    parseArguments({
      argv: ownArguments({ argv: process.argv, electron: electronKind() }),
      cwd: process.cwd(),
      env: process.env
    })
  )
} catch (error) {
  const { code, message } = describeFailure(error)
  complain(`${message}\n`)
  if (code === 'INTERNAL') complain(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(2)
}

async function main(args: Arguments): Promise<void> {
  if (args.mode === 'help') process.stdout.write(`${usage}\n`)
  else if (args.mode === 'version') process.stdout.write(`${version}\n`)
  else if (args.mode === 'headless') await headless(args)
  else if (args.mode === 'doctor') await doctor(args)
  else await app(args)
}

async function headless(args: Arguments): Promise<void> {
  const data = openDataFolder(args.dataFolder)
  const config = args.configPath === null ? (await settingsOf(args)).config() : loadConfig(args.configPath)
  const log = logTo(data, args)
  const parts = common({ args, data, log, vault: vaultIn(data, Promise.resolve(null)) })
  const made = createApp({ ...parts, config, gatePatience: 3 })
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort(new Error(signal)))
  await unlockWithoutScreen({ ...parts, config, signal: stop.signal })
  const print = (line: string): void => void process.stdout.write(line)
  made.onAlertEvent((event) => print(eventLine(event)))
  const metrics = metricsOf(made, log)
  made.startAlerts(null)
  const code = await runHeadless({ host: made.host, signal: stop.signal, print, complain })
  await metrics.stop()
  await made.close()
  data.release()
  process.exit(code)
}

/** A folder that another instance uses is left alone. */
async function doctor(args: Arguments): Promise<void> {
  const { data, inUse } = heldOrNot(args)
  const config = args.configPath === null ? (await settingsOf(args)).config() : loadConfig(args.configPath)
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort(new Error(signal)))
  const log = data ? logTo(data, args) : createLogger({ sink: { write: () => {} } })
  const code = await runDoctor({
    config,
    configPath: args.configPath,
    dataFolder: { path: args.dataFolder, inUse },
    vault: data && vaultIn(data, Promise.resolve(null)),
    artifactsFile,
    ...packagedAnvil(),
    json: args.json,
    env: process.env,
    clock,
    log,
    signal: stop.signal,
    print: (line) => void process.stdout.write(line)
  })
  data?.release()
  process.exitCode = code
  // A socket that lingers must not keep who waits for the result.
  setTimeout(() => process.exit(code), 3_000).unref()
}

function heldOrNot({ dataFolder }: Arguments): { data: DataFolder | null; inUse: boolean } {
  try {
    return { data: openDataFolder(dataFolder), inUse: false }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { data: null, inUse: error.code === 'DATA_FOLDER_IN_USE' }
  }
}

async function app(args: Arguments): Promise<void> {
  const early = createLogger({ sink: { write: () => {} } })
  const shell = inElectron ? await desktopShell(args, early) : null
  const data = openDataFolder(args.dataFolder)
  const log = logTo(data, args)
  const settings = await settingsOf(args)
  const config = args.configPath === null ? settings.config() : loadConfig(args.configPath)
  const reached = shell ?? (await browserShell(args, log))
  const vault = vaultIn(data, reached.seal())
  const parts = common({ args, data, log, vault })
  const made = createApp({ ...parts, config })
  const life = new AbortController()
  void unlockBehindScreen({ ...parts, config, signal: life.signal })
  await attach(reached, { made, vault, life, settings, args, data, log })
}

type Attached = {
  made: App
  vault: Vault
  life: AbortController
  settings: Settings
  args: Arguments
  data: DataFolder
  log: AppLogger
}

async function attach(shell: Shell, { made, vault, life, settings, args, data, log }: Attached): Promise<void> {
  const { host, history, ledger } = made
  const kept = { settings, fixedBy: args.configPath, app: made, clock }
  const info = () => ({
    version,
    shell: shell.kind,
    dataFolder: args.dataFolder,
    network: made.network().label,
    practice: made.network().practice,
    platform: process.platform
  })
  const metrics = metricsOf(made, log)
  const desk = createSettingsDesk({ ...kept, log: log.child('settings') })
  const presence = connectPresence({ shell, engine: host, clock })
  desk.onPreferences((preferences) => void presence.wish(preferences))
  const desks = createSecretDesks({ vault, app: made, clock, log })
  serve(shell.ipc, {
    handlers: createHandlers({
      info,
      engine: host,
      history,
      actions: () => host.actions(),
      alerts: () => made.alerts(),
      ledger: ledger.current,
      practice: made.practice.current,
      prover: () => made.prover(),
      money: () => made.money(),
      settings: desk,
      backup: createBackupDesk({ ...kept, vault, dataFolder: data.path, version, log: log.child('backup') }),
      ...desks,
      doctor: createDoctorDesk({
        app: made,
        vault,
        secretStorage: () => shell.secretStorage(),
        autostart: () => (shell.kind === 'desktop' ? settings.preferences().host.autostart : null),
        metrics: () => metrics.state(),
        configPath: args.configPath,
        dataFolder: data.path,
        env: process.env,
        clock,
        log
      }),
      logs: createLogReader({ path: data.file('app.log') }),
      clock
    }),
    log: log.child('ipc'),
    signal: life.signal
  })
  publish(shell, made)
  let vaultSeq = 0
  onVaultView(vault, desks.vault.view, (view) => {
    vaultSeq += 1
    shell.publish('vault.state', { ...view, seq: vaultSeq })
  })
  shell.onTrayCommand((command) => (command === 'pause' ? void host.stop() : host.start()))
  shell.onQuitRequested(async () => {
    life.abort(new Error('quit'))
    await metrics.stop()
    await made.close()
    data.release()
  })
  made.startAlerts(shell)
  host.start()
  void presence.wish(settings.preferences())
  await shell.openAtStart({ hidden: args.hidden })
}

/** Served as the settings say, now and whenever they change. */
function metricsOf(made: App, log: AppLogger): MetricsHost {
  const metrics = createMetricsHost({ source: made.host, version, log: log.child('metrics') })
  made.onConfigured((config) => void metrics.apply(config.metrics))
  void metrics.apply(made.config().metrics)
  return metrics
}

function publish(shell: Shell, made: App): void {
  const { host, ledger } = made
  let alertSeq = 0
  made.onAlertsChanged((change) => {
    alertSeq += 1
    shell.publish('alert.changed', { ...change, seq: alertSeq })
  })
  ledger.onState((state) => shell.publish('practiceLedger.state', state))
  host.onSnapshot((snapshot) => shell.publish('engine.snapshot', snapshot))
  host.onEvent((event) => shell.publish('engine.event', event))
  host.onActionProgress((progress) => shell.publish('action.progress', progress))
}

async function desktopShell(args: Arguments, log: AppLogger): Promise<Shell> {
  const { createDesktopShell } = await import('./shell/desktop/index.ts')
  return createDesktopShell({
    rendererDir: join(out, 'renderer'),
    preload: join(out, 'preload/index.cjs'),
    dataFolder: args.dataFolder,
    startArguments: startArguments(args),
    clock,
    log
  })
}

/** What the system has to hand over when it starts the app. */
function startArguments({ dataFolder, configPath }: Arguments): string[] {
  const usual = dataFolder === defaultDataFolder(process.env, process.platform)
  return [...(usual ? [] : ['--data', dataFolder]), ...(configPath === null ? [] : ['--config', configPath])]
}

async function browserShell(args: Arguments, log: AppLogger): Promise<Shell> {
  const { createBrowserShell } = await import('./shell/browser/create-browser-shell.ts')
  const { processTerminal } = await import('./shell/browser/terminal.ts')
  return createBrowserShell({
    rendererDir: join(out, 'renderer'),
    port: args.port,
    clock,
    log: log.child('shell'),
    terminal: processTerminal(process)
  })
}

/** What the settings in the data folder say; a copy that has to stand in for them is told of. */
async function settingsOf(args: Arguments): Promise<Settings> {
  if (finishRestore(args.dataFolder)) complain('A restore that was interrupted has been finished.\n')
  const file = inElectron ? (await import('./shell/desktop/settings-file.ts')).desktopSettingsFile : nodeSettingsFile
  const settings = openSettings(args.dataFolder, file)
  const notice = settings.notice()
  if (notice) complain(`${notice.message}\n`)
  return settings
}

function vaultIn(data: DataFolder, seal: Promise<Seal | null>): Vault {
  return openVault({ path: data.file('vault.json'), seal, clock })
}

function common({ args, data, log, vault }: { args: Arguments; data: DataFolder; log: AppLogger; vault: Vault }) {
  let asked = false
  const ask = (what: string, signal: AbortSignal) => {
    const prompt = `Passphrase of ${what}${asked ? ', once more' : ''}: `
    asked = true
    return readPassphrase({ input: process.stdin, output: process.stderr, prompt, signal })
  }
  return {
    configPath: args.configPath,
    dataFolder: data.path,
    artifactsFile,
    ...packagedAnvil(),
    clock,
    log,
    env: process.env,
    vault,
    askPassphrase: ask
  }
}

/** A packaged app brings anvil among its resources. */
function packagedAnvil(): { anvilBinary?: string } {
  const { resourcesPath } = process as { resourcesPath?: string }
  const path = join(resourcesPath ?? '', 'anvil', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
  return resourcesPath !== undefined && existsSync(path) ? { anvilBinary: path } : {}
}

function logTo(data: DataFolder, args: Arguments): AppLogger {
  return createLogger({ sink: createFileSink({ path: data.file('app.log') }), level: args.logLevel })
}
