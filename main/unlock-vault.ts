import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Config } from '../shared/config/config.ts'
import { AbortedError, AppError } from '../shared/errors.ts'
import { Secret } from '../shared/secret.ts'
import type { AppLogger } from './log/logger.ts'
import type { Vault } from './store/vault/vault.ts'
import { vaultUses } from './vault-uses.ts'

type Place = { config: Config; configPath: string | null; dataFolder: string }
type AskPassphrase = (what: string, signal: AbortSignal) => Promise<Secret<string>>
type Unlock = Place & { vault: Vault; signal: AbortSignal }

const largestFile = 4_096

/** The file that the settings name for unattended starts, relative to the configuration file or else to the data folder; null where none is named. */
function passphraseFileOf({ config, configPath, dataFolder }: Place): string | null {
  const { passphraseFile } = config.secrets
  if (passphraseFile === undefined) return null
  return resolve(configPath === null ? dataFolder : dirname(configPath), passphraseFile)
}

/** With a screen: by the file that the settings name, or not at all. What is wrong goes to the log, since the screen can unlock it. */
export async function unlockBehindScreen({ log, ...options }: Unlock & { log: AppLogger }): Promise<void> {
  const path = passphraseFileOf(options)
  if (path === null) return
  try {
    await settled(options)
    if (options.vault.state() === 'locked') await byFile(options, path)
  } catch (error) {
    if (!(error instanceof AbortedError)) log.error('vault.not-unlocked', { code: codeOf(error) })
  }
}

/** Without a screen: by the file, or by asking on the terminal until it opens; nobody is asked for a vault that nothing needs. Throws the vault's problem, PASSPHRASE_FILE_UNREADABLE, VAULT_WRONG_PASSPHRASE (by the file), or what `askPassphrase` throws. */
export async function unlockWithoutScreen({
  askPassphrase,
  log,
  ...options
}: Unlock & { askPassphrase: AskPassphrase; log: AppLogger }): Promise<void> {
  const { vault, config, signal } = options
  if (vaultUses(config).length === 0) return
  await settled(options)
  const path = passphraseFileOf(options)
  if (vault.state() !== 'locked') return
  if (path !== null || vault.kind() === 'keychain') return byFile(options, path)
  while (vault.state() === 'locked') {
    const passphrase = await askPassphrase('the vault', signal)
    await vault.unlock(passphrase, signal).catch((error: unknown) => {
      if (codeOf(error) !== 'VAULT_WRONG_PASSPHRASE') throw error
      log.warn('vault.wrong-passphrase', {})
    })
  }
}

/** The host has said whether it has a key chain. */
async function settled({ vault, signal }: Unlock): Promise<void> {
  if (vault.state() !== 'opening') return
  await new Promise<void>((done) => {
    const off = vault.onState(() => {
      off()
      done()
    })
    signal.addEventListener('abort', () => done(), { once: true })
  })
  if (signal.aborted) throw new AbortedError(signal.reason)
}

async function byFile({ vault, signal }: Unlock, path: string | null): Promise<void> {
  await vault.unlock(path === null ? new Secret('') : await passphraseIn(path), signal)
}

async function passphraseIn(path: string): Promise<Secret<string>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  if (bytes.length > largestFile) throw unreadable(path, null)
  return new Secret(
    bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replace(/\r?\n$/, '')
  )
}

const unreadable = (path: string, cause: unknown): AppError =>
  new AppError(
    { code: 'PASSPHRASE_FILE_UNREADABLE', path },
    {
      message: `The passphrase file ${path} cannot be read, or is larger than 4 KB. Correct secrets.passphraseFile.`,
      cause
    }
  )

const codeOf = (error: unknown): string => (error instanceof AppError ? String(error.code) : 'INTERNAL')
