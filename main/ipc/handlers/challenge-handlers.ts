import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { OutputRow } from '../../../shared/domain/output.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AppInfo, Input } from '../../../shared/ipc/contract.ts'
import type { Handlers } from '../serve.ts'
import { challengeCase } from './challenge-case.ts'
import type { EngineControl } from './engine-handlers.ts'

/** Disputes as they were kept, after a restart too. */
export type ChallengeArchive = {
  /** Newest first, at most `limit`. */
  challenges(limit: number): ChallengeRow[]
  challengeCount(): number
  output(index: bigint): OutputRow | null
}

type Deps = {
  info: () => AppInfo
  engine: Pick<EngineControl, 'snapshot' | 'recentEvents'>
  history: ChallengeArchive
}
type Which = Input<'challenges.get'>

/** A challenger has few games on one output, and the newest ones are wanted: no case is looked for further back than this. */
const searched = 10_000
const eventsSearched = 500

/** Open and past disputes: what the engine knows right now, and the history for the rest. */
export const challengeHandlers = ({
  info,
  engine,
  history
}: Deps): Pick<Handlers, 'challenges.export' | 'challenges.get' | 'challenges.list'> => {
  const known = (limit: number): ChallengeRow[] => newestFirst(engine.snapshot().challenges, history.challenges(limit))
  const find = (which: Which): ChallengeRow | null =>
    engine.snapshot().challenges.find((row) => isThis(row, which)) ??
    known(searched).find((row) => isThis(row, which)) ??
    null

  return {
    'challenges.list': ({ includePast, limit }) => {
      const rows = known(limit)
      const open = rows.filter(({ outcome }) => outcome === null)
      if (!includePast) return { rows: open.slice(0, limit), total: open.length }
      const past = rows.filter(({ outcome }) => outcome !== null).slice(0, Math.max(0, limit - open.length))
      return { rows: newestFirst(open, past), total: Math.max(history.challengeCount(), rows.length) }
    },
    'challenges.get': find,
    'challenges.export': (which) => {
      const row = find(which)
      if (row === null)
        throw new AppError(
          { code: 'CHALLENGE_UNKNOWN', outputIndex: which.outputIndex, challenger: which.challenger },
          { message: 'There is no such dispute any more.' }
        )
      return challengeCase({
        row,
        output: history.output(row.outputIndex),
        snapshot: engine.snapshot(),
        events: engine.recentEvents(eventsSearched),
        version: info().version
      })
    }
  }
}

const keyOf = ({ outputIndex, challenger, createdAtSec }: ChallengeRow): string =>
  `${outputIndex}:${challenger.toLowerCase()}:${createdAtSec}`

/** Each once; the first list wins over the second. */
function newestFirst(live: readonly ChallengeRow[], stored: readonly ChallengeRow[]): ChallengeRow[] {
  const rows = new Map<string, ChallengeRow>()
  for (const row of [...stored, ...live]) rows.set(keyOf(row), row)
  return [...rows.values()].sort((a, b) => b.createdAtSec - a.createdAtSec || (a.outputIndex > b.outputIndex ? -1 : 1))
}

const isThis = (row: ChallengeRow, which: Which): boolean =>
  row.outputIndex === which.outputIndex &&
  row.challenger.toLowerCase() === which.challenger.toLowerCase() &&
  (which.createdAtSec === undefined || row.createdAtSec === which.createdAtSec)
