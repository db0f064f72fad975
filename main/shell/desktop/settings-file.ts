import Store from 'electron-store'
import { type SettingsFile, settingsFileOptions } from '../../store/settings/settings-file.ts'

/** The settings in Electron; the same file and format as `nodeSettingsFile`. */
export const desktopSettingsFile = (folder: string): SettingsFile =>
  new Store<Record<string, unknown>>(settingsFileOptions(folder))
