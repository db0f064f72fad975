import { isDeepStrictEqual } from 'node:util'
import type { Config, ConfigInput } from '../shared/config/config.ts'
import { type Preferences, preferencesSchema } from '../shared/config/preferences.ts'
import type { SettingsCheck, SettingsProblem, SettingsView } from '../shared/domain/settings.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'
import { AppError } from '../shared/errors.ts'
import { cautionOf } from './dispute-caution.ts'
import type { Logger } from './engine/ports.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { SettingsControl } from './ipc/handlers/settings-handlers.ts'
import { createRpcChecks } from './rpc-checks.ts'
import { checkConfig } from './store/settings/check-config.ts'
import { hidden, revealed } from './store/settings/hide-addresses.ts'
import type { Settings } from './store/settings/open-settings.ts'
import { restartsOf } from './store/settings/restarts.ts'
import { exportSettings, importSettings } from './store/settings/settings-export.ts'

export type SettingsDesk = SettingsControl & {
  onPreferences(listener: (preferences: Preferences) => void): () => void
  /** Tells the listeners what the preferences are, after something else replaced the settings. */
  tellPreferences(): void
}

type Deps = {
  settings: Settings
  /** The file of `--config`, or null. */
  fixedBy: string | null
  /** See `App`. */
  app: { config(): Config; reconfigure(config: Config): Promise<void>; host: { snapshot(): EngineSnapshot } }
  clock: Clock
  log: Logger
}

const typeItWhole: string = 'the secret part of this address is not known here: type the whole address'

/** Settings as the screens see and change them: no secret leaves, nothing is applied that does not hold, nothing applied is lost. */
export function createSettingsDesk({ settings, fixedBy, app, clock, log }: Deps): SettingsDesk {
  const listeners = new Set<(preferences: Preferences) => void>()
  const known = (): unknown => [settings.input(), settings.others(), fixedBy === null ? null : app.config()]
  const tellPreferences = (): void => {
    const preferences = settings.preferences()
    for (const listener of listeners) listener(preferences)
  }
  const rpcChecks = createRpcChecks({ known, clock, log })

  const view = (): SettingsView => ({
    config: hidden(fixedBy === null ? settings.input() : (app.config() as ConfigInput)),
    others: hidden(settings.others()) as SettingsView['others'],
    preferences: settings.preferences(),
    fixedBy,
    notice: settings.notice()
  })

  const read = (draft: unknown): { input: ConfigInput; config: Config } | { problems: SettingsProblem[] } => {
    const { value, lost } = revealed(draft, known())
    const checked = checkConfig(value)
    const problems = lost.map((path) => ({ path, message: typeItWhole }))
    if ('problems' in checked) return { problems: [...problems, ...checked.problems] }
    return problems.length > 0 ? { problems } : { input: value as ConfigInput, config: checked.config }
  }

  const check = (draft: unknown): SettingsCheck => {
    const found = read(draft)
    if ('problems' in found) return { problems: found.problems, restarts: [], caution: null }
    const restarts = restartsOf(app.config(), found.config)
    return { problems: [], restarts, caution: cautionOf(restarts, app.host.snapshot()) }
  }

  const apply: SettingsControl['apply'] = async ({ config: draft, confirmed }) => {
    if (fixedBy !== null) throw fixed(fixedBy)
    const found = read(draft)
    if ('problems' in found) throw invalid(found.problems)
    const restarts = restartsOf(app.config(), found.config)
    const caution = cautionOf(restarts, app.host.snapshot())
    if (caution && !confirmed) throw moveDue(caution.outputIndex)
    const before = settings.input()
    settings.setConfig(found.input)
    try {
      if (!isDeepStrictEqual(found.config, app.config())) await app.reconfigure(found.config)
    } catch (error) {
      settings.setConfig(before)
      throw error
    }
    log.info('settings.applied', { network: found.config.network, restarts: restarts.join(' ') })
    return view()
  }

  return {
    view,
    check,
    apply,
    setPreferences(raw) {
      const parsed = preferencesSchema.safeParse(raw)
      if (!parsed.success) throw preferencesInvalid(parsed.error.issues[0]?.message ?? '')
      settings.setPreferences(parsed.data)
      tellPreferences()
      return view()
    },
    checkRpc: rpcChecks,
    exportText: () => exportSettings({ config: view().config, preferences: settings.preferences() }),
    importText: importSettings,
    tellPreferences,
    onPreferences(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

const fixed = (path: string): AppError =>
  new AppError(
    { code: 'SETTINGS_FIXED', path },
    {
      message: `The settings come from ${path}, which this app never writes. Change that file and start again, or start without --config.`
    }
  )

const invalid = (problems: readonly SettingsProblem[]): AppError =>
  new AppError(
    { code: 'CONFIG_INVALID', path: problems[0]?.path ?? '', problem: problems[0]?.message ?? '' },
    { message: problems.map(({ path, message }) => `${path || 'top level'}: ${message}`).join('; ') }
  )

const preferencesInvalid = (problem: string): AppError =>
  new AppError({ code: 'PREFERENCES_INVALID', problem }, { message: `These preferences do not hold: ${problem}.` })

const moveDue = (outputIndex: string): AppError =>
  new AppError(
    { code: 'DISPUTE_MOVE_DUE', outputIndex },
    {
      message: `It is your move in the dispute of output ${outputIndex}. Applying restarts the validator, which takes some of the time for it: wait until the move is made, or confirm.`
    }
  )
