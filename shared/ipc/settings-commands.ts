import { z } from 'zod'
import type { RpcProbe, SettingsCheck, SettingsImport, SettingsView } from '../domain/settings.ts'

const of = <T>() => z.custom<T>()

/** Looked at by main with the schema of the settings, which names the place of each problem. */
const draft = z.record(z.string(), z.unknown())

/** Applying is refused with SETTINGS_FIXED (the file on the command line decides), CONFIG_INVALID, DISPUTE_MOVE_DUE (until confirmed) or SETTINGS_UNWRITABLE. */
export const settingsCommands = {
  'settings.get': { input: z.undefined(), output: of<SettingsView>() },
  /** What is wrong with a draft, and what applying it would restart. Changes nothing. */
  'settings.check': { input: z.strictObject({ config: draft }), output: of<SettingsCheck>() },
  'settings.apply': { input: z.strictObject({ config: draft, confirmed: z.boolean() }), output: of<SettingsView>() },
  /** The whole preferences. Refused with PREFERENCES_INVALID. */
  'settings.setPreferences': {
    input: z.strictObject({ preferences: draft }),
    output: of<SettingsView>()
  },
  /** Measures each URL. Another call for the same kind ends the one before, which is refused with ABORTED; no URLs: only that. */
  'settings.checkRpc': {
    input: z.strictObject({ kind: z.enum(['l1', 'l2', 'rollup']), urls: z.array(z.string().max(2_000)).max(10) }),
    output: of<RpcProbe[]>()
  },
  /** The text of a file without any secret: what may be one is left out of its URLs. */
  'settings.export': { input: z.undefined(), output: of<string>() },
  /** Reads such a file into a draft and applies nothing. Refused with SETTINGS_FILE_INVALID, SETTINGS_FROM_FUTURE. */
  'settings.import': { input: z.strictObject({ text: z.string().max(60_000) }), output: of<SettingsImport>() }
} as const
