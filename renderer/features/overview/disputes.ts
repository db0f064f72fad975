import type { ChallengeRow } from '../../../shared/domain/challenge.ts'

const most = 3

/** Own disputes, and others' when there are no own ones; the rest in one line. Keeps the order. */
export const shownDisputes = (rows: readonly ChallengeRow[]): { shown: ChallengeRow[]; rest: ChallengeRow[] } => {
  const own = rows.filter(({ role }) => role !== 'watcher')
  const shown = (own.length > 0 ? own : rows).slice(0, most)
  return { shown, rest: rows.filter((row) => !shown.includes(row)) }
}

/** `2 more of yours and 1 between other validators`. */
export const othersText = (rest: readonly ChallengeRow[]): string => {
  const others = rest.filter(({ role }) => role === 'watcher').length
  const own = rest.length - others
  const parts = [own > 0 ? `${own} more of yours` : null, others > 0 ? `${others} between other validators` : null]
  return parts.filter((part) => part !== null).join(' and ')
}
