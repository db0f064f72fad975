import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../shared/config/config.ts'
import { AppError } from '../shared/errors.ts'
import { Secret } from '../shared/secret.ts'
import type { Logger } from './engine/ports.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { BackupControl } from './ipc/handlers/backup-handlers.ts'
import { packArchive, unpackArchive } from './store/backup/backup-archive.ts'
import { damagedBackup } from './store/backup/backup-errors.ts'
import { collectFiles } from './store/backup/collect-files.ts'
import { leftOutOf } from './store/backup/left-out.ts'
import { type SealCost, sealBackup, unsealBackup } from './store/backup/seal-backup.ts'
import { type StagedRestore, stageRestore } from './store/backup/stage-restore.ts'
import { swapRestore } from './store/backup/swap-restore.ts'
import { parseConfig } from './store/load-config.ts'
import type { Settings } from './store/settings/open-settings.ts'
import type { Vault } from './store/vault/vault.ts'
import { assertLongEnough } from './store/vault/vault-errors.ts'

type Deps = {
  settings: Settings
  /** The file of `--config`, or null. */
  fixedBy: string | null
  vault: Vault
  dataFolder: string
  app: {
    config(): Config
    network(): { label: string }
    reconfigure(config: Config, whileStopped: () => Promise<void>): Promise<void>
  }
  version: string
  /** Called when the settings are those of the back-up. */
  onRestored?: () => void
  clock: Clock
  log: Logger
  /** Tests. */
  cost?: SealCost
}

const staging = 'restore-staging'
const partBytes = 512 * 1024
const largestBytes = 256 * 1024 * 1024

/** One encrypted file with everything that another machine needs to go on, and the way back from it. */
export function createBackupDesk(deps: Deps): BackupControl {
  const { settings, vault, dataFolder, app, clock, log } = deps
  let made: { id: string; bytes: Buffer } | null = null
  let upload: { id: string; parts: Buffer[]; size: number } | null = null
  let restoring = false

  const restore = async (bytes: Buffer, passphrase: Secret<string>) => {
    if (deps.fixedBy !== null) throw fixed(deps.fixedBy)
    const { facts, entries } = unpackArchive(await unsealBackup(bytes, passphrase))
    const staged = stageRestore(entries, join(dataFolder, staging))
    const keptIn = freeName(dataFolder, `before-restore-${stampOf(clock.now())}`)
    const config = parseConfig(staged.settings.config ?? { network: 'practice' }, 'The back-up')
    await openVaultFor(vault, staged, passphrase)
    await app.reconfigure(config, async () => {
      keepVault(dataFolder, keptIn)
      const undo = await writeSecrets(vault, staged.secrets)
      try {
        swapRestore({ dataFolder, staging, aside: keptIn })
      } catch (error) {
        await undo()
        throw error
      }
      settings.reload()
    })
    deps.onRestored?.()
    log.warn('backup.restored', { network: facts.network, createdAtMs: facts.createdAtMs, keptIn })
    return { ...facts, keptIn, secrets: Object.keys(staged.secrets).length }
  }

  return {
    async create({ passphrase, vaultPassphrase }, signal) {
      assertLongEnough(passphrase.reveal())
      await confirmOwner(vault, vaultPassphrase, signal)
      const secrets = await readSecrets(vault)
      const entries = [
        { name: 'settings.json', bytes: Buffer.from(settings.text()) },
        { name: 'secrets.json', bytes: Buffer.from(JSON.stringify(secrets)) },
        ...collectFiles(dataFolder)
      ]
      const facts = { createdAtMs: clock.now(), appVersion: deps.version, network: app.network().label }
      const bytes = await sealBackup(packArchive(entries, facts), passphrase, deps.cost)
      made = { id: randomUUID(), bytes }
      log.info('backup.made', { entries: entries.length, bytes: bytes.length })
      const fileName = `kroma-validator-${stampOf(facts.createdAtMs)}.kvbackup`
      const parts = Math.ceil(bytes.length / partBytes)
      return { id: made.id, fileName, size: bytes.length, parts, leftOut: leftOutOf(app.config()) }
    },
    read({ id, part }) {
      if (made?.id !== id || part * partBytes >= made.bytes.length) throw unknown()
      return made.bytes.subarray(part * partBytes, (part + 1) * partBytes).toString('base64')
    },
    put({ id, part, base64 }) {
      if (part === 0) upload = { id, parts: [], size: 0 }
      if (upload?.id !== id || upload.parts.length !== part) throw unknown()
      const bytes = Buffer.from(base64, 'base64')
      upload.size += bytes.length
      if (upload.size > largestBytes) {
        upload = null
        throw damagedBackup('it is larger than a back-up can be')
      }
      upload.parts.push(bytes)
    },
    async restore({ id, passphrase, vaultPassphrase }, signal) {
      if (upload?.id !== id) throw unknown()
      if (restoring) throw busy()
      await confirmOwner(vault, vaultPassphrase, signal)
      restoring = true
      try {
        const done = await restore(Buffer.concat(upload.parts), passphrase)
        upload = null
        return done
      } finally {
        restoring = false
        rmSync(join(dataFolder, staging), { recursive: true, force: true })
      }
    }
  }
}

/** `2026-11-22T15-40-00Z`, which every file system takes. */
const stampOf = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')
    .toLowerCase()

function freeName(folder: string, name: string): string {
  const names = [name, ...Array.from({ length: 99 }, (_, i) => `${name}-${i + 2}`)]
  return names.find((one) => !existsSync(join(folder, one))) ?? `${name}-${randomUUID()}`
}

async function readSecrets(vault: Vault): Promise<Record<string, string>> {
  await settled(vault)
  const values = await Promise.all(vault.names().map(async (name) => [name, await vault.read(name)] as const))
  return Object.fromEntries(values.flatMap(([name, value]) => (value ? [[name, value.reveal()]] : [])))
}

/** What the vault holds leaves it, or is replaced, for its owner only. */
async function confirmOwner(vault: Vault, passphrase: Secret<string> | null, signal: AbortSignal): Promise<void> {
  await settled(vault)
  if (vault.names().length > 0) await vault.confirm(passphrase ?? new Secret(''), signal)
}

/** A profile without a vault gets one with the back-up's passphrase. Throws VAULT_LOCKED. */
async function openVaultFor(vault: Vault, { secrets }: StagedRestore, passphrase: Secret<string>): Promise<void> {
  if (Object.keys(secrets).length === 0) return
  await settled(vault)
  if (vault.state() === 'none') await vault.choosePassphrase(passphrase)
  await vault.read('validator-key')
}

/** The host may still be asked for its key chain. */
const settled = (vault: Vault): Promise<void> =>
  new Promise((resolve) => {
    const off = vault.onState(() => look())
    const look = (): void => {
      if (vault.state() === 'opening') return
      off()
      resolve()
    }
    look()
  })

function keepVault(dataFolder: string, keptIn: string): void {
  const folder = join(dataFolder, keptIn)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const vault = join(dataFolder, 'vault.json')
  if (existsSync(vault)) copyFileSync(vault, join(folder, 'vault.json'))
}

/** The answer puts the old ones back. */
async function writeSecrets(vault: Vault, secrets: Record<string, string>): Promise<() => Promise<void>> {
  const before: [string, Secret<string> | null][] = []
  const undo = async (): Promise<void> => {
    for (const [name, value] of before) await (value ? vault.write(name, value) : vault.remove(name))
  }
  try {
    for (const [name, value] of Object.entries(secrets)) {
      before.push([name, await vault.read(name)])
      await vault.write(name, new Secret(value))
    }
  } catch (error) {
    await undo().catch(() => {})
    throw error
  }
  return undo
}

const unknown = (): AppError =>
  new AppError({ code: 'BACKUP_UNKNOWN' }, { message: 'There is no such back-up here any more: begin again.' })

const busy = (): AppError =>
  new AppError(
    { code: 'BACKUP_BUSY' },
    { message: 'A back-up is being restored: wait until it is done.', retryable: true }
  )

const fixed = (path: string): AppError =>
  new AppError(
    { code: 'SETTINGS_FIXED', path },
    {
      message: `The settings come from ${path}, so a back-up cannot replace them. Start without --config, then restore.`
    }
  )
