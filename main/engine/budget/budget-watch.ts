import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { ServicesInput } from '../engine-services.ts'
import { learnt } from '../gates/gate-context.ts'
import { every } from '../runtime/every.ts'
import type { Service } from '../runtime/supervise.ts'
import { isUrgent } from './urgency.ts'

const judgeEveryMs = 5_000
const saveEveryMs = 60_000

/** Keeps the pace of polling to what the limits of the day allow, and the counts on disk. */
export function createBudgetWatch(
  { run, parts, context }: ServicesInput,
  challenges: () => readonly ChallengeRow[]
): Service {
  // A challenge is found by its log: of its first turn this much may be gone by then.
  const logsMs = (learnt(context, 'constants').bisectionTimeoutSec * 1000) / 6
  const { clock, log } = run.ports
  const { budget, memory } = run
  let savedMs = clock.now()
  let told = 1

  function judge(): void {
    const exempt = isUrgent({
      next: memory.facts.next,
      challenges: challenges(),
      chainNowSec: parts.heads.chainNowSec()
    })
    const { stretch, because } = budget.judge({ exempt })
    if (stretch !== told) log.info('rpc-budget.pace', { stretch, because })
    told = stretch
    parts.stretchPolling?.(stretch, { logsMs })
  }

  return {
    name: 'request budget',
    async run({ signal, ready }) {
      ready()
      await every({ clock, ms: judgeEveryMs, signal }, async () => {
        judge()
        if (clock.now() - savedMs < saveEveryMs) return
        savedMs = clock.now()
        if (!budget.save()) log.warn('rpc-budget.not-saved')
      })
    }
  }
}
