import type { SettingsImport } from '../../../shared/domain/settings.ts'
import { AppError } from '../../../shared/errors.ts'
import { hidden, isHidden, leftOutMark, mapTexts } from './hide-addresses.ts'
import { settingsOf } from './read-settings.ts'
import { type SettingsContent, settingsVersion } from './settings-content.ts'

const note =
  'Without secrets: paths, queries and users of URLs are left out, since they may hold keys (•••). The key, AWS credentials and tokens are never in this file.'

/** The text of a file that may be shown to others. */
export function exportSettings({ config, preferences }: Pick<SettingsContent, 'config' | 'preferences'>): string {
  const shown = hidden({ config, preferences }, leftOutMark)
  return `${JSON.stringify({ app: 'kroma-validator-desktop', note, version: settingsVersion, ...shown }, null, 2)}\n`
}

/** Reads such a file, or a settings.json, as a draft. Throws AppError SETTINGS_FILE_INVALID, SETTINGS_FROM_FUTURE. */
export function importSettings(text: string): SettingsImport {
  const read = settingsOf(withoutWords(text), 'The file')
  if (read.kind === 'damaged') throw invalid(read.why)
  const { config, preferences } = read.content
  if (config === null) throw invalid('names no network')
  const missing: string[] = []
  mapTexts(config, (value, path) => {
    if (isHidden(value)) missing.push(path)
    return value
  })
  return { config, preferences, missing }
}

function withoutWords(text: string): string {
  try {
    const { app: _, note: __, ...content } = JSON.parse(text.replace(/^\uFEFF/, ''))
    return JSON.stringify(content)
  } catch {
    return text
  }
}

const invalid = (why: string): AppError =>
  new AppError(
    { code: 'SETTINGS_FILE_INVALID', problem: why },
    { message: `The file ${why}. Nothing was changed. Choose a file that this app exported.` }
  )
