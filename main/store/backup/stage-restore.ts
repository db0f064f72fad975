import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { openHistory } from '../history.ts'
import { decodeJournal } from '../journal-line.ts'
import { settingsOf } from '../settings/read-settings.ts'
import type { SettingsContent } from '../settings/settings-content.ts'
import type { BackupEntry } from './backup-archive.ts'
import { backupFromFuture, damagedBackup } from './backup-errors.ts'

export type StagedRestore = { folder: string; settings: SettingsContent; secrets: Record<string, string> }

const secretsSchema = z.record(z.string().regex(/^[a-z0-9-]{1,60}$/), z.string())

/** Writes the entries into a folder of their own and opens every one of them as the app will. Secrets are read and not written. Throws BACKUP_DAMAGED, BACKUP_FROM_FUTURE. */
export function stageRestore(entries: readonly BackupEntry[], folder: string): StagedRestore {
  rmSync(folder, { recursive: true, force: true })
  try {
    const settings = settingsIn(entries)
    const secrets = secretsIn(entries)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const entry of entries) if (entry.name !== 'secrets.json') stage(entry, join(folder, entry.name))
    return { folder, settings, secrets }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function stage({ name, bytes }: BackupEntry, path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, bytes, { mode: 0o600, flush: true })
  try {
    if (name.endsWith('.jsonl')) decodeJournal(bytes, name)
    if (name.endsWith('.db')) checkDatabase(path)
  } catch (error) {
    if (error instanceof AppError && error.code === 'HISTORY_FROM_FUTURE')
      throw backupFromFuture(Number(error.meta.version))
    throw damagedBackup(`${name} cannot be read`)
  }
}

function checkDatabase(path: string): void {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const { integrity_check } = db.prepare('PRAGMA integrity_check').get() as { integrity_check: string }
    if (integrity_check !== 'ok') throw new Error(integrity_check)
  } finally {
    db.close()
  }
  openHistory(path).close()
}

function settingsIn(entries: readonly BackupEntry[]): SettingsContent {
  const text = entries.find(({ name }) => name === 'settings.json')?.bytes.toString('utf8')
  if (text === undefined) throw damagedBackup('it holds no settings')
  try {
    const read = settingsOf(text, 'settings.json')
    if (read.kind === 'good') return read.content
    throw damagedBackup(`settings.json ${read.why}`)
  } catch (error) {
    if (error instanceof AppError && error.code === 'SETTINGS_FROM_FUTURE')
      throw backupFromFuture(Number(error.meta.version))
    throw error
  }
}

function secretsIn(entries: readonly BackupEntry[]): Record<string, string> {
  const text = entries.find(({ name }) => name === 'secrets.json')?.bytes.toString('utf8') ?? '{}'
  try {
    return secretsSchema.parse(JSON.parse(text))
  } catch {
    throw damagedBackup('its secrets cannot be read')
  }
}
