import type { ConfigInput } from '../config/config.ts'
import type { Preferences, PreferencesInput } from '../config/preferences.ts'

/** What begins anew when settings are applied. `practice`: a fresh practice network. */
export type SettingsRestart = 'network' | 'engine' | 'practice' | 'prover' | 'alerts'

/** What is wrong at one place of the settings; `path` is `rpc.l1.0`, or empty for the whole. */
export type SettingsProblem = { path: string; message: string }

/** The settings without secrets: a URL that may hold a key shows as its origin and a mark, and is known by that mark when it comes back. */
export type SettingsView = {
  config: ConfigInput
  /** The last settings of the networks that are not the chosen one. */
  others: Partial<Record<ConfigInput['network'], ConfigInput>>
  preferences: Preferences
  /** The file on the command line that the configuration comes from; nothing but the preferences may be changed then. */
  fixedBy: string | null
  /** Something that the operator must hear of, or null. */
  notice: { code: string; message: string } | null
}

export type SettingsCheck = {
  problems: SettingsProblem[]
  /** Empty while there are problems, or nothing changed. */
  restarts: SettingsRestart[]
  /** Why applying wants a confirmation now, or null. */
  caution: SettingsCaution | null
}

/** A move in a dispute is due soon; a restart takes some of its time. */
export type SettingsCaution = { code: 'DISPUTE_MOVE_DUE'; outputIndex: string; deadlineSec: number | null }

export type RpcKind = 'l1' | 'l2' | 'rollup'

/** What one endpoint is worth, as measured. Null: not known, or not asked of this kind. */
export type RpcProbe = {
  /** As it was given, without its secret part. */
  url: string
  reachable: boolean
  /** In words, when it does not answer as it should. */
  problem: string | null
  /** Of a rollup node: the L2 chain's. */
  chainId: number | null
  latencyMs: number | null
  syncing: boolean | null
  /** Age of its newest block by this machine's clock. */
  behindSec: number | null
  websocket: boolean
  /** Whether it answers for the state of old blocks. */
  archive: boolean | null
  /** The widest range of blocks that it gives logs of, as far as it was tried. */
  logRangeBlocks: number | null
  version: string | null
}

export type SettingsImport = {
  config: ConfigInput
  preferences: PreferencesInput
  /** Places whose secret part was left out of the file: to be typed. */
  missing: string[]
}
