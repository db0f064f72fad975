import Conf from 'conf'

/** The little of electron-store and conf that settings need: both write atomically. */
export type SettingsFile = { store: Record<string, unknown> }

/** Options for either store: what a damaged file means is decided here, not by the library. */
export const settingsFileOptions = (folder: string) => ({
  cwd: folder,
  configName: 'settings',
  fileExtension: 'json',
  clearInvalidConfig: false,
  accessPropertiesByDotNotation: false,
  configFileMode: 0o600,
  deserialize: (text: string): Record<string, unknown> => JSON.parse(text.replace(/^\uFEFF/, ''))
})

/** The store for hosts without Electron. */
export const nodeSettingsFile = (folder: string): SettingsFile =>
  new Conf<Record<string, unknown>>({ projectName: 'kroma-validator-desktop', ...settingsFileOptions(folder) })
