import { lstatSync, readFileSync } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'
import { migrateSettings, versionOf } from './migrate-settings.ts'
import { parseSettings, type SettingsContent, settingsVersion } from './settings-content.ts'

const sizeLimit = 1_000_000

export type ReadSettings =
  | { kind: 'missing' }
  /** `why` fits into a sentence. */
  | { kind: 'damaged'; why: string }
  /** `migratedFrom`: the older version that the file is still in, or null. */
  | { kind: 'good'; content: SettingsContent; migratedFrom: number | null }

/** Reads a settings file and changes nothing. Throws AppError SETTINGS_FROM_FUTURE. */
export function readSettings(path: string): ReadSettings {
  const text = readText(path)
  if (typeof text !== 'string') return text
  return settingsOf(text, path)
}

/** The same for text that was read already; `path` names it in messages. */
export function settingsOf(text: string, path: string): Exclude<ReadSettings, { kind: 'missing' }> {
  const raw = parseObject(text.replace(/^\uFEFF/, ''))
  if (raw === null) return { kind: 'damaged', why: 'is not whole JSON' }
  const version = versionOf(raw)
  if (version === null) return { kind: 'damaged', why: 'has a version that none can be' }
  if (version > settingsVersion) throw fromFuture(path, version)
  const parsed = parseSettings(migrateSettings(raw, version))
  if ('problems' in parsed) {
    const said = parsed.problems.map((p) => `${p.path || 'top level'}: ${p.message}`)
    return { kind: 'damaged', why: `holds what is no setting (${said.join('; ')})` }
  }
  return { kind: 'good', content: parsed.content, migratedFrom: version < settingsVersion ? version : null }
}

function readText(path: string): string | Exclude<ReadSettings, { kind: 'good' }> {
  try {
    const facts = lstatSync(path)
    if (facts.isSymbolicLink()) return { kind: 'damaged', why: 'is a link, which is not followed' }
    if (!facts.isFile()) return { kind: 'damaged', why: 'is not a file' }
    if (facts.size > sizeLimit) return { kind: 'damaged', why: 'is too large' }
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'damaged', why: `cannot be read (${code})` }
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

const fromFuture = (path: string, version: number): AppError =>
  new AppError(
    { code: 'SETTINGS_FROM_FUTURE', path, version },
    {
      message: `${path} was written by a newer version of this app (settings ${version}, this one knows ${settingsVersion}) and was left as it is. Update the app, or use another data folder with --data FOLDER.`
    }
  )
