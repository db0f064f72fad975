import type { ProverMachineOverview } from '../../shared/domain/prover.ts'
import type { CloudFacts } from './rules/rule.ts'

const runs: ReadonlySet<ProverMachineOverview['state']> = new Set(['pending', 'running-not-ready', 'ready'])
const cents = (usd: number): number => Math.round(usd * 100)

/** What the alerts want to know of the prover's machine. It counts as left running when nothing will stop it by itself: it is not ours, an earlier one may run, or stopping it fails. Null without a machine. */
export function cloudFacts(machine: ProverMachineOverview | null): CloudFacts | null {
  if (!machine) return null
  const { state, sinceMs, wanted, orphan, otherInstance, problem, spent, caps } = machine
  const left = otherInstance !== null || orphan || (runs.has(state) && !wanted && problem !== null)
  const month = spent.monthUsd / caps.perMonthUsd >= spent.dayUsd / caps.perDayUsd
  return {
    instance: otherInstance ?? 'the prover’s instance',
    running: left || runs.has(state),
    runningSinceMs: sinceMs,
    wanted: !left,
    costCents: cents(month ? spent.monthUsd : spent.dayUsd),
    capCents: cents(month ? caps.perMonthUsd : caps.perDayUsd)
  }
}
