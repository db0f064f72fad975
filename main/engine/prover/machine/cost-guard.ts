import { instancePrices } from '../../../../shared/domain/instance-prices.ts'
import type { MachineCode } from './machine-problem.ts'

/** US dollars. */
export type CostCaps = { perProofUsd: number; perDayUsd: number; perMonthUsd: number }
/** A time the machine ran for us; unix milliseconds. */
export type Run = { fromMs: number; toMs: number; pricePerHourUsd: number }

const hourMs = 3_600_000
/** EC2 bills by the second, and never less than a minute of each start. */
const leastMs = 60_000

/** Dollars per hour: the settings', else the list price of the type; null when neither is known. */
export const pricePerHourOf = (settingUsd: number | null, instanceType: string | null): number | null =>
  settingUsd ?? instancePrices.usdPerHour[instanceType ?? ''] ?? null

export const costUsd = ({ fromMs, toMs, pricePerHourUsd }: Run): number =>
  (Math.max(leastMs, toMs - fromMs) / hourMs) * pricePerHourUsd

export type Spent = { runUsd: number; dayUsd: number; monthUsd: number }

/** What runs cost in the day and the month (UTC) that `now` is in; `current`, the run under way, counts until now. */
export function spentAt(now: number, ended: readonly Run[], current: Run | null): Spent {
  const all = current ? [...ended, { ...current, toMs: now }] : ended
  return {
    runUsd: current ? costUsd({ ...current, toMs: now }) : 0,
    dayUsd: total(all, startOfDay(now)),
    monthUsd: total(all, startOfMonth(now))
  }
}

const startOfDay = (now: number): number => new Date(now).setUTCHours(0, 0, 0, 0)

export function startOfMonth(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

/** A run that began before counts from `sinceMs` on. */
const total = (runs: readonly Run[], sinceMs: number): number =>
  runs
    .filter(({ toMs }) => toMs >= sinceMs)
    .reduce((sum, run) => sum + costUsd({ ...run, fromMs: Math.max(run.fromMs, sinceMs) }), 0)

/** When a proof that began at `fromMs` has cost what is agreed for one. */
export const proofUntilMs = (fromMs: number, { perProofUsd }: CostCaps, pricePerHourUsd: number): number =>
  fromMs + Math.floor((perProofUsd / pricePerHourUsd) * hourMs)

type CapCode = Extract<MachineCode, 'CAP_DAY' | 'CAP_MONTH'>
export type Allowance =
  | { allowed: true /** The machine may run until then, as far as is known now. */; untilMs: number }
  | { allowed: false; cap: CapCode }

type Account = { caps: CostCaps; ended: readonly Run[]; current: Run | null; pricePerHourUsd: number }

/** Whether the machine may start, or go on, and until when. A start that the least bill would put over a cap is not allowed. Pure. */
export function allowanceAt(now: number, { caps, ended, current, pricePerHourUsd }: Account): Allowance {
  const spent = spentAt(now, ended, current)
  const [cap, leftUsd] = least(
    ['CAP_DAY', caps.perDayUsd - spent.dayUsd],
    ['CAP_MONTH', caps.perMonthUsd - spent.monthUsd]
  )
  const neededUsd = current ? 0 : (leastMs / hourMs) * pricePerHourUsd
  if (leftUsd <= 0 || leftUsd < neededUsd) return { allowed: false, cap }
  // The least bill is in what was spent already, so the money left lasts beyond that minute.
  const paidUntilMs = current ? Math.max(now, current.fromMs + leastMs) : now
  return { allowed: true, untilMs: paidUntilMs + Math.ceil((leftUsd / pricePerHourUsd) * hourMs) }
}

type Left = [cap: CapCode, usd: number]
const least = (one: Left, other: Left): Left => (other[1] < one[1] ? other : one)
