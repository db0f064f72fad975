import { copyFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Config, ConfigInput } from '../../../shared/config/config.ts'
import { type Preferences, type PreferencesInput, preferencesSchema } from '../../../shared/config/preferences.ts'
import { AppError } from '../../../shared/errors.ts'
import { parseConfig } from '../load-config.ts'
import { replaceFile } from '../replace-file.ts'
import { type ReadSettings, readSettings } from './read-settings.ts'
import { type SettingsContent, settingsVersion } from './settings-content.ts'
import type { SettingsFile } from './settings-file.ts'

/** Something about the settings that the operator must hear of: the last good copy is in use, or what was migrated could not be written. */
export type SettingsNotice = { code: 'SETTINGS_LAST_GOOD' | 'SETTINGS_NOT_SAVED'; message: string }

export type Settings = {
  /** What was chosen, or the practice network when nothing was chosen yet. */
  config(): Config
  /** The same as it was written, defaults not filled in. */
  input(): ConfigInput
  preferences(): Preferences
  /** The last settings of the networks that are not the chosen one, as they were written. */
  others(): SettingsContent['others']
  notice(): SettingsNotice | null
  /** Throws AppError CONFIG_INVALID, SETTINGS_UNWRITABLE; the old settings hold then. */
  setConfig(config: ConfigInput): void
  setPreferences(preferences: PreferencesInput): void
  /** Everything, as settings.json holds it. */
  text(): string
  /** Reads the file again, which something else replaced. Throws as opening does. */
  reload(): void
}

const practice: ConfigInput = { network: 'practice' }
const emptyContent: SettingsContent = { version: settingsVersion, config: null, preferences: {}, others: {} }

/**
 * The settings in `folder`. A file that is damaged, gone or a link is left as it is, and the last good copy is used with a notice.
 * Throws AppError SETTINGS_DAMAGED when there is no such copy, SETTINGS_FROM_FUTURE.
 */
export function openSettings(folder: string, openFile: (folder: string) => SettingsFile): Settings {
  const path = join(folder, 'settings.json')
  const lastGood = join(folder, 'settings.last-good.json')
  let content = emptyContent
  let notice: SettingsNotice | null = null

  /** What somebody else left there is kept: a damaged file, a link, or settings edited by hand since they were read. */
  const setAside = (): void => {
    const now = readSettings(path)
    const ours = now.kind === 'missing' || (now.kind === 'good' && isDeepStrictEqual(now.content, content))
    if (ours) return
    const name = now.kind === 'damaged' ? 'damaged' : 'edited'
    renameSync(path, join(folder, `settings.${name}-${Date.now()}.json`))
  }

  const save = (wanted: SettingsContent): void => {
    // As it will be read: without keys that are undefined.
    const next: SettingsContent = JSON.parse(JSON.stringify(wanted))
    try {
      setAside()
      openFile(folder).store = next
    } catch (cause) {
      throw unwritable(path, cause)
    }
    keepLastGood(lastGood, next)
    content = next
    notice = null
  }

  const saveMigrated = (version: number): void => {
    try {
      copyFileSync(path, join(folder, `settings.v${version}.json`))
      save(content)
    } catch (error) {
      const { message } = unwritable(path, error)
      notice = {
        code: 'SETTINGS_NOT_SAVED',
        message: `The settings were read, but not brought to this version: ${message}`
      }
    }
  }

  const reload = (): void => {
    const read = readSettings(path)
    const found = chosen(read, lastGood, path)
    content = found.content
    notice = found.notice
    if (read.kind === 'good' && read.migratedFrom !== null) saveMigrated(read.migratedFrom)
    else if (read.kind === 'good') keepLastGood(lastGood, content)
  }
  reload()

  return {
    config: () => parseConfig(content.config ?? practice, path),
    input: () => content.config ?? practice,
    preferences: () => preferencesSchema.parse(content.preferences),
    others: () => content.others,
    notice: () => notice,
    setConfig(config) {
      parseConfig(config, 'settings')
      save({ ...content, config, others: othersOf(content, config) })
    },
    setPreferences(preferences) {
      preferencesSchema.parse(preferences)
      save({ ...content, preferences })
    },
    text: () => JSON.stringify(content, null, 2),
    reload
  }
}

type Chosen = { content: SettingsContent; notice: SettingsNotice | null }

function chosen(read: ReadSettings, lastGood: string, path: string): Chosen {
  if (read.kind === 'good') return { content: read.content, notice: null }
  const copy = readSettings(lastGood)
  if (copy.kind === 'good') return { content: copy.content, notice: noticeOf(read, path) }
  if (read.kind === 'missing' && copy.kind === 'missing') return { content: emptyContent, notice: null }
  throw new AppError(
    { code: 'SETTINGS_DAMAGED', path },
    {
      message: `${path} ${read.kind === 'damaged' ? read.why : 'is gone and its last good copy is damaged'}. It was left as it is, and there is no good copy of it. Correct it, or move it away to start with the practice network. docs/config.md has every key with examples.`
    }
  )
}

const noticeOf = (read: Exclude<ReadSettings, { kind: 'good' }>, path: string): SettingsNotice => ({
  code: 'SETTINGS_LAST_GOOD',
  message: `${path} ${read.kind === 'damaged' ? read.why : 'is gone'}. The last good copy of the settings is in use. Look through the settings and save them, or correct the file and start the app again.`
})

/** The network that is left keeps its settings for the day it is chosen again. */
function othersOf({ config, others }: SettingsContent, next: ConfigInput): SettingsContent['others'] {
  const kept = { ...others, ...(config && config.network !== next.network && { [config.network]: config }) }
  delete kept[next.network]
  return kept
}

/** A full disk must not keep the app from starting with good settings. */
function keepLastGood(path: string, content: SettingsContent): void {
  try {
    replaceFile(path, JSON.stringify(content, null, 2))
  } catch {
    // The copy from before stays
  }
}

const unwritable = (path: string, cause: unknown): AppError => {
  if (cause instanceof AppError) return cause
  return new AppError(
    { code: 'SETTINGS_UNWRITABLE', path, reason: (cause as NodeJS.ErrnoException).code ?? null },
    {
      message: `${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}), so nothing was changed. Free some space or correct the permissions.`,
      cause
    }
  )
}
