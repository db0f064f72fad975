import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { missedRoundsKey } from '../engine-memory.ts'
import type { HistoryPort } from '../ports.ts'

/** Empty or absent: nothing counted yet. */
export const missedCountKey = 'missed-rounds.count'

export type MissedRounds = {
  /** Takes a reading of `noSubmissionCount`: what it rose by since the last one was missed. */
  seen(count: number, newestOutputIndex: bigint | null): void
  /** At the threshold a miss jails instead of being counted. */
  jailedFor(outputIndex: bigint, missed: number): void
}

/** Counts the priority rounds that this validator let pass, across restarts. The first reading ever is where counting starts. */
export function createMissedRounds(deps: { history: HistoryPort; emit: (event: EngineEvent) => void }): MissedRounds {
  const { history, emit } = deps
  const add = (times: number): void =>
    history.setMeta(missedRoundsKey, String(Number(history.getMeta(missedRoundsKey) ?? 0) + times))
  return {
    seen(count, newestOutputIndex) {
      const before = history.getMeta(missedCountKey)
      if (before === String(count)) return
      history.setMeta(missedCountKey, String(count))
      const risen = !before ? 0 : count - Number(before)
      if (risen <= 0 || newestOutputIndex === null) return
      add(risen)
      emit({ type: 'round.missed', outputIndex: newestOutputIndex, missed: count })
    },
    jailedFor(outputIndex, missed) {
      add(1)
      emit({ type: 'round.missed', outputIndex, missed })
    }
  }
}
