import { z } from 'zod'
import type { ConfigInput } from '../../../shared/config/config.ts'
import { type PreferencesInput, preferencesSchema } from '../../../shared/config/preferences.ts'
import { checkConfig, type SettingsProblem } from './check-config.ts'

export const settingsVersion = 2

/** What settings.json holds. Null: nothing was chosen yet. */
export type SettingsContent = {
  version: typeof settingsVersion
  config: ConfigInput | null
  preferences: PreferencesInput
  /** The last settings of networks that are not the chosen one. */
  others: { [K in ConfigInput['network']]?: unknown }
}

const envelope = z.strictObject({
  version: z.literal(settingsVersion),
  config: z.unknown(),
  preferences: preferencesSchema.prefault({}),
  others: z.partialRecord(z.enum(['practice', 'sepolia', 'mainnet', 'custom']), z.unknown()).default({})
})

/** Checks everything but `others`, which are checked when they are chosen. The values are kept as they were written. */
export function parseSettings(raw: {
  [key: string]: unknown
}): { content: SettingsContent } | { problems: SettingsProblem[] } {
  const parsed = envelope.safeParse(raw)
  if (!parsed.success)
    return { problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
  const { config = null, others } = parsed.data
  const checked = config === null ? null : checkConfig(config)
  if (checked && 'problems' in checked) return checked
  return {
    content: {
      version: settingsVersion,
      config: config as ConfigInput | null,
      preferences: (raw.preferences ?? {}) as PreferencesInput,
      others
    }
  }
}
