import type { ProverMachineOverview, ProverOverview } from './prover.ts'

/** One thing about the prover's machine that costs money, will cost money, or keeps it from working. Money in US dollars. */
export type ProverWarning =
  /** It runs, and not for this app. */
  | { kind: 'orphan'; sinceMs: number; monthUsd: number }
  /** An instance of earlier settings may still run. */
  | { kind: 'other-instance'; instance: string }
  /** Nobody needs it, and it does not stop: AWS refuses or does not answer, or shows it running for long. */
  | { kind: 'stop-failing'; sinceMs: number; code: string | null; remedy: string | null; long: boolean }
  /** Nothing is started any more before the day or the month (UTC) is over; what runs is stopped. */
  | { kind: 'cap-reached' | 'cap-near'; period: 'day' | 'month'; spentUsd: number; capUsd: number }
  | { kind: 'key-too-much'; what: 'runNew' | 'startOthers' }
  | { kind: 'key-too-little'; what: 'start' | 'stop' }

const longMs = 600_000
/** Of a cap. */
const nearShare = 0.8

/** What the operator has to be told of, the costliest first. One rule for the alerts and for the screen. Pure. */
export function proverWarnings(
  { machine, rights }: Pick<ProverOverview, 'machine' | 'rights'>,
  nowMs: number
): ProverWarning[] {
  if (!machine) return []
  return [...running(machine, nowMs), ...nearestCap(machine), ...ofKey(rights)]
}

const mayRun: ReadonlySet<ProverMachineOverview['state']> = new Set([
  'unknown',
  'pending',
  'running-not-ready',
  'ready'
])

function running(machine: ProverMachineOverview, nowMs: number): ProverWarning[] {
  const { orphan, otherInstance, state, sinceMs, spent, problem, unneededSinceMs } = machine
  const found: ProverWarning[] = []
  if (orphan) found.push({ kind: 'orphan', sinceMs, monthUsd: spent.monthUsd })
  if (otherInstance !== null) found.push({ kind: 'other-instance', instance: otherInstance })
  if (unneededSinceMs === null || !mayRun.has(state)) return found
  const long = nowMs - unneededSinceMs >= longMs
  if (!long && problem === null) return found
  const { code, remedy } = problem ?? { code: null, remedy: null }
  return [...found, { kind: 'stop-failing', sinceMs: unneededSinceMs, code, remedy, long }]
}

/** The cap of which the larger share is spent. A start costs a minute at least: less than that is nothing. */
function nearestCap({ spent, caps, pricePerHourUsd }: ProverMachineOverview): ProverWarning[] {
  const day = { period: 'day', spentUsd: spent.dayUsd, capUsd: caps.perDayUsd } as const
  const month = { period: 'month', spentUsd: spent.monthUsd, capUsd: caps.perMonthUsd } as const
  const cap = month.spentUsd / month.capUsd >= day.spentUsd / day.capUsd ? month : day
  const leftUsd = cap.capUsd - cap.spentUsd
  const leastUsd = spent.runUsd > 0 ? 0 : (pricePerHourUsd ?? 0) / 60
  if (leftUsd <= 0 || leftUsd < leastUsd) return [{ kind: 'cap-reached', ...cap }]
  return cap.spentUsd >= nearShare * cap.capUsd ? [{ kind: 'cap-near', ...cap }] : []
}

function ofKey(rights: ProverOverview['rights']): ProverWarning[] {
  if (!rights) return []
  const little = (['start', 'stop'] as const).filter((what) => rights[what] === 'refused')
  const much = (['runNew', 'startOthers'] as const).filter((what) => rights[what] === 'allowed')
  return [
    ...little.map((what): ProverWarning => ({ kind: 'key-too-little', what })),
    ...much.map((what): ProverWarning => ({ kind: 'key-too-much', what }))
  ]
}
