import type { Arguments } from './arguments.ts'
import { complain } from './complain.ts'
import { systemClock as clock } from './engine/runtime/clock.ts'
import { installation, packagedAnvil } from './installation.ts'
import { learnSecrets } from './learn-secrets.ts'
import { createFileSink } from './log/file-sink.ts'
import { type AppLogger, createLogger, type LogSink } from './log/logger.ts'
import { readPassphrase } from './read-passphrase.ts'
import { finishRestore } from './store/backup/swap-restore.ts'
import type { DataFolder } from './store/data-folder.ts'
import { openSettings, type Settings } from './store/settings/open-settings.ts'
import { nodeSettingsFile } from './store/settings/settings-file.ts'
import { openVault } from './store/vault/open-vault.ts'
import type { Seal, Vault } from './store/vault/vault.ts'

/** What the settings in the data folder say; a copy that has to stand in for them is told of. */
export async function openKeptSettings(args: Arguments): Promise<Settings> {
  if (finishRestore(args.dataFolder)) complain('A restore that was interrupted has been finished.\n')
  const file = installation.inElectron
    ? (await import('./shell/desktop/settings-file.ts')).desktopSettingsFile
    : nodeSettingsFile
  const settings = openSettings(args.dataFolder, file)
  const notice = settings.notice()
  if (notice) complain(`${notice.message}\n`)
  return settings
}

/** `seal`: the host's key chain, null where it has none. */
export const openKeptVault = (data: DataFolder, seal: Promise<Seal | null>): Vault =>
  openVault({ path: data.file('vault.json'), seal, clock })

export const logSink = (data: DataFolder): LogSink => createFileSink({ path: data.file('app.log') })

export const logTo = (data: DataFolder, args: Arguments, sink = logSink(data)): AppLogger =>
  createLogger({ sink, level: args.logLevel })

type Opened = { args: Arguments; data: DataFolder; log: AppLogger; vault: Vault }

/** What every mode that runs an engine hands to the app. */
export function appParts({ args, data, log, vault }: Opened) {
  learnSecrets(vault, log.redactor)
  let asked = false
  const askPassphrase = (what: string, signal: AbortSignal) => {
    const prompt = `Passphrase of ${what}${asked ? ', once more' : ''}: `
    asked = true
    return readPassphrase({ input: process.stdin, output: process.stderr, prompt, signal })
  }
  return {
    configPath: args.configPath,
    dataFolder: data.path,
    artifactsFile: installation.artifactsFile,
    ...packagedAnvil(),
    clock,
    log,
    env: process.env,
    vault,
    askPassphrase
  }
}
