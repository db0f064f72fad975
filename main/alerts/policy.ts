import type { AlertSettings } from '../../shared/config/alerts.ts'
import type { AlertCode, AlertSeverity } from '../../shared/domain/alert.ts'

/** `clearAfterMs`: it must be gone for so long before it is over. `gapMs`: raised again within this time of the last telling, it waits. */
export type AlertPolicy = { clearAfterMs: number; gapMs: number }

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** What comes and goes by itself must not ring each time. */
const fluttering: AlertPolicy = { clearAfterMs: 30_000, gapMs: 15 * minuteMs }
/** Its key names the one case: the same key again is the same thing seen again, after a restart or a reorganisation. */
const oneCase: AlertPolicy = { clearAfterMs: 10_000, gapMs: dayMs }
const atOnce: AlertPolicy = { clearAfterMs: 0, gapMs: 0 }

export const policies: Record<AlertCode, AlertPolicy> = {
  JAILED: oneCase,
  JAIL_OVER: oneCase,
  ONE_MISS_LEFT: atOnce,
  PRIORITY_ROUND_MISSED: oneCase,
  CHALLENGE_AGAINST_ME: oneCase,
  CHALLENGE_MY_TURN: oneCase,
  CHALLENGE_HALF_TIME: oneCase,
  CHALLENGE_STUCK: { clearAfterMs: 30_000, gapMs: 60 * minuteMs },
  CHALLENGE_WON: oneCase,
  CHALLENGE_LOST: oneCase,
  CHALLENGE_CANCELLED: oneCase,
  CHALLENGE_DISMISSED: oneCase,
  INVALID_OUTPUT: oneCase,
  // A round lasts minutes: what is wanted again is told again soon.
  SIGNATURE_WANTED: { clearAfterMs: 3_000, gapMs: minuteMs },
  SUBMISSION_FAILED: oneCase,
  TX_AT_FEE_CAP: fluttering,
  FOREIGN_TRANSACTION: fluttering,
  RPC_DOWN: fluttering,
  RPC_BEHIND: fluttering,
  RPC_LYING: fluttering,
  WRONG_CHAIN: fluttering,
  RPC_BUDGET: { clearAfterMs: 10 * minuteMs, gapMs: 12 * 60 * minuteMs },
  LOW_ETH: fluttering,
  BOND_TOO_SMALL: fluttering,
  PROVER_UNREACHABLE: fluttering,
  EC2_LEFT_RUNNING: fluttering,
  EC2_STOP_FAILING: fluttering,
  EC2_COST_CAP: oneCase,
  EC2_CAP_NEAR: oneCase,
  EC2_KEY_RIGHTS: oneCase,
  COMMISSION_READY: oneCase,
  WITHDRAW_POSSIBLE: oneCase,
  CLOCK_SKEW: fluttering,
  APP_ASLEEP: oneCase,
  ENGINE_STOPPED: atOnce,
  ENGINE_FAILED: atOnce
}

const hourMs = 60 * minuteMs

/** Null: said once. */
export function repeatMs(severity: AlertSeverity, { repeat }: Pick<AlertSettings, 'repeat'>): number | null {
  const hours = { critical: repeat.criticalHours, warning: repeat.warningHours, notice: repeat.noticeHours }[severity]
  return hours === null ? null : hours * hourMs
}

export const severityRank: Record<AlertSeverity, number> = { critical: 2, warning: 1, notice: 0 }

const minutesOf = (time: string): number => {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** Whether a local minute of the day (0..1439) lies in the quiet hours, which may pass midnight. The end is not among them; equal ends mean none. */
export function isQuiet(minute: number, hours: AlertSettings['quietHours']): boolean {
  if (!hours) return false
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)]
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}

export const localMinuteOf = (nowMs: number): number => {
  const now = new Date(nowMs)
  return now.getHours() * 60 + now.getMinutes()
}
