import type { Severity } from './health.ts'

/** Everything that the operator is told of; each has one rule in main and one name on screen. */
export const alertCodes = [
  'JAILED',
  'JAIL_OVER',
  'ONE_MISS_LEFT',
  'PRIORITY_ROUND_MISSED',
  'CHALLENGE_AGAINST_ME',
  'CHALLENGE_MY_TURN',
  'CHALLENGE_HALF_TIME',
  'CHALLENGE_STUCK',
  'CHALLENGE_WON',
  'CHALLENGE_LOST',
  'CHALLENGE_CANCELLED',
  'CHALLENGE_DISMISSED',
  'INVALID_OUTPUT',
  'SIGNATURE_WANTED',
  'SUBMISSION_FAILED',
  'TX_AT_FEE_CAP',
  'FOREIGN_TRANSACTION',
  'RPC_DOWN',
  'RPC_BEHIND',
  'RPC_LYING',
  'WRONG_CHAIN',
  'RPC_BUDGET',
  'LOW_ETH',
  'BOND_TOO_SMALL',
  'PROVER_UNREACHABLE',
  'EC2_LEFT_RUNNING',
  'EC2_STOP_FAILING',
  'EC2_COST_CAP',
  'EC2_CAP_NEAR',
  'EC2_KEY_RIGHTS',
  'COMMISSION_READY',
  'WITHDRAW_POSSIBLE',
  'CLOCK_SKEW',
  'APP_ASLEEP',
  'ENGINE_STOPPED',
  'ENGINE_FAILED'
] as const
export type AlertCode = (typeof alertCodes)[number]

export type AlertSeverity = Exclude<Severity, 'ok'>

/** Names of the screens on which something can be done about it, as in the address. */
export const alertScreens = ['overview', 'outputs', 'challenges', 'stake', 'prover', 'doctor', 'settings'] as const
export type AlertScreen = (typeof alertScreens)[number]

export type Alert = {
  /** Names it across restarts: code, and what it is about. */
  key: string
  code: AlertCode
  /** Which output, endpoint, transaction; plain text that may come from outside. */
  subject: string | null
  severity: AlertSeverity
  raisedAtMs: number
  /** Null while it holds. */
  resolvedAtMs: number | null
  title: string
  /** What is and what to do. Plain text, never markup. */
  body: string
  screen: AlertScreen
  /** When it was last told through the channels; null while muted or held back by quiet hours. */
  toldAtMs: number | null
}

export type AlertMute = { code: AlertCode; untilMs: number | null }

/** What came of one delivery. `detail` is one line, safe to show. */
export type ChannelReceipt = { ok: boolean; atMs: number; detail: string }

export type ChannelView = {
  /** `tray`, `notification`, `list`, `webhook:<name>`, `ping`. */
  name: string
  kind: 'tray' | 'notification' | 'list' | 'webhook' | 'ping'
  /** Where it goes, an origin only; null for the channels of this machine. */
  target: string | null
  /** Messages that wait to be sent. */
  waiting: number
  last: ChannelReceipt | null
}

/** Local times of day, `22:00`. */
export type QuietHours = { from: string; to: string }

export type AlertsOverview = {
  /** Those that hold, the worst first, then the newest. */
  active: Alert[]
  /** Those that are over, newest first. */
  past: Alert[]
  mutes: AlertMute[]
  channels: ChannelView[]
  quietHours: QuietHours | null
  /** Whether it is quiet now. */
  quiet: boolean
}

/** Headless mode prints them as lines of JSON. */
export type AlertEvent = { type: 'alert.raised' | 'alert.resolved'; atMs: number; alert: Alert }
