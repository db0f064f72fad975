import Conf from 'conf'
import type { Config, ConfigInput } from '../../shared/config/config.ts'
import { AppError } from '../../shared/errors.ts'
import { parseConfig } from './load-config.ts'

/** The little of electron-store and conf that settings need: both write atomically and never clear a file that they cannot read. */
export type SettingsFile = { readonly path: string; get(key: string): unknown; set(key: string, value: unknown): void }

export type Settings = {
  /** The network chosen, or the practice network when nothing was chosen yet. Throws AppError CONFIG_INVALID. */
  config(): Config
  setConfig(config: ConfigInput): void
}

/** Options for either store: what a damaged file means is decided here, not by the library. */
export const settingsFileOptions = (folder: string) => ({
  cwd: folder,
  configName: 'settings',
  fileExtension: 'json',
  clearInvalidConfig: false,
  accessPropertiesByDotNotation: false,
  configFileMode: 0o600
})

/** Throws AppError SETTINGS_DAMAGED; the file stays as it is. */
export function openSettings(open: () => SettingsFile, folder: string): Settings {
  const file = opened(open, folder)
  return {
    config: () => parseConfig(file.get('config') ?? { network: 'practice' }, file.path),
    setConfig: (config) => {
      parseConfig(config, 'settings')
      file.set('config', config)
    }
  }
}

/** The store for hosts without Electron. */
export const nodeSettingsFile = (folder: string): SettingsFile =>
  new Conf<Record<string, unknown>>({ projectName: 'kroma-validator-desktop', ...settingsFileOptions(folder) })

function opened(open: () => SettingsFile, folder: string): SettingsFile {
  try {
    return open()
  } catch (cause) {
    throw new AppError(
      { code: 'SETTINGS_DAMAGED', folder },
      {
        message: `settings.json in ${folder} cannot be read and was left as it is. Correct it, or move it away to start with the practice network.`,
        cause
      }
    )
  }
}
