import type { SettingsCaution, SettingsRestart } from '../shared/domain/settings.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'

/** Whether a restart would take time from a move of this validator: the one whose deadline is nearest, or null. */
export function cautionOf(
  restarts: readonly SettingsRestart[],
  { challenges }: Pick<EngineSnapshot, 'challenges'>
): SettingsCaution | null {
  if (!restarts.includes('engine')) return null
  const mine = challenges.filter(({ outcome, role, whoseMove }) => outcome === null && whoseMove === role)
  const nearest = mine.sort((a, b) => (a.timeoutAtSec ?? Infinity) - (b.timeoutAtSec ?? Infinity))[0]
  if (!nearest) return null
  return { code: 'DISPUTE_MOVE_DUE', outputIndex: nearest.outputIndex.toString(), deadlineSec: nearest.timeoutAtSec }
}
