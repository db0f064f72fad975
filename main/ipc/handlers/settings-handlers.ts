import type { RpcKind, RpcProbe, SettingsCheck, SettingsImport, SettingsView } from '../../../shared/domain/settings.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may ask of the settings: see main/settings-desk.ts. */
export type SettingsControl = {
  view(): SettingsView
  check(config: unknown): SettingsCheck
  apply(change: { config: unknown; confirmed: boolean }): Promise<SettingsView>
  setPreferences(preferences: unknown): SettingsView
  checkRpc(which: { kind: RpcKind; urls: string[] }, signal: AbortSignal): Promise<RpcProbe[]>
  exportText(): string
  importText(text: string): SettingsImport
}

type Names =
  | 'settings.get'
  | 'settings.check'
  | 'settings.apply'
  | 'settings.setPreferences'
  | 'settings.checkRpc'
  | 'settings.export'
  | 'settings.import'

export const settingsHandlers = (settings: () => SettingsControl): Pick<Handlers, Names> => ({
  'settings.get': () => settings().view(),
  'settings.check': ({ config }) => settings().check(config),
  'settings.apply': (change) => settings().apply(change),
  'settings.setPreferences': ({ preferences }) => settings().setPreferences(preferences),
  'settings.checkRpc': (which, { signal }) => settings().checkRpc(which, signal),
  'settings.export': () => settings().exportText(),
  'settings.import': ({ text }) => settings().importText(text)
})
