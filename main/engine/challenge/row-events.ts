import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'

type About = Pick<ChallengeRow, 'outputIndex' | 'challenger' | 'role'>

/** What happened to a game between two of its rows; null = it was not known before. Pure. */
export function rowEvents(before: ChallengeRow | null, now: ChallengeRow): EngineEvent[] {
  const { outputIndex, challenger, role, asserter } = now
  const about: About = { outputIndex, challenger, role }
  const known = before?.moves.length ?? 0
  const fresh = now.moves.slice(known)
  const created = fresh.flatMap((move): EngineEvent[] =>
    move.what === 'created' ? [{ type: 'challenge.created', ...about, asserter, txHash: move.txHash }] : []
  )
  const moved = fresh
    .filter(({ what }) => what !== 'created')
    .map((move): EngineEvent => ({ type: 'challenge.moved', ...about, move }))
  const ended = before?.outcome === now.outcome ? [] : endEvents(about, now)
  return [...created, ...moved, ...forcedEvents(about, now, known), ...ended]
}

function endEvents(about: About, { outcome, money }: ChallengeRow): EngineEvent[] {
  const won: EngineEvent[] = outcome ? [{ type: 'challenge.won', ...about, outcome, wonWei: money.wonWei }] : []
  const lost: EngineEvent[] = outcome ? [{ type: 'challenge.lost', ...about, outcome, lostWei: money.lostWei }] : []
  const mine = about.role === 'watcher' ? null : about.role
  const resultFor = (winner: 'challenger' | 'asserter'): EngineEvent[] =>
    mine === null ? [] : mine === winner ? won : lost
  switch (outcome) {
    case 'proven':
      return resultFor('challenger')
    case 'challenger-timed-out':
      return resultFor('asserter')
    case 'cancelled':
      return [{ type: 'challenge.cancelled', ...about }]
    case 'dismissed':
      return [{ type: 'challenge.dismissed', ...about }, ...resultFor('asserter')]
    default:
      return []
  }
}

/** The council's deletion takes the asserter's bond, whatever becomes of the games. */
function forcedEvents(about: About, { moves, money }: ChallengeRow, known: number): EngineEvent[] {
  const forced = about.role === 'asserter' && moves.slice(known).some(({ what }) => what === 'force-deleted')
  return forced ? [{ type: 'challenge.lost', ...about, outcome: 'force-deleted', lostWei: money.lostWei }] : []
}
