import type { ChallengeMove, ChallengeRow } from '../../../shared/domain/challenge.ts'
import { playerName } from '../../app/challenge-title.ts'
import { turnClock } from '../../app/challenge-turn.ts'
import { Countdown } from '../../app/countdown.tsx'
import { useChainNowSec } from '../../app/engine-context.tsx'
import { TimeValue } from '../../app/time-value.tsx'
import { formatDuration } from '../../format/duration.ts'
import { HexValue } from '../../ui/hex-value.tsx'
import { type MoveText, moveText } from './move-texts.ts'
import styles from './turn-list.module.css'

/** Who moved when, each with its transaction, and who has to move now. */
export const TurnList = ({ row }: { row: ChallengeRow }) => (
  <ol className={styles.list}>
    {row.moves.map((move, i) => (
      <Move key={`${move.txHash}${move.what}`} move={move} before={row.moves[i - 1] ?? null} role={row.role} />
    ))}
    {row.outcome === null && <Running row={row} />}
  </ol>
)

type Props = { move: ChallengeMove; before: ChallengeMove | null; role: ChallengeRow['role'] }

const Move = ({ move, before, role }: Props) => {
  const text = moveText({ move, role })
  const took = before === null ? 0 : move.atSec - before.atSec
  return (
    <li className={styles.move} data-tone={text.tone}>
      <Words text={text} turn={move.what === 'created' || move.what === 'bisected' ? move.turn : null} />
      {move.what !== 'ready-to-prove' && (
        <p className={styles.facts}>
          <TimeValue sec={move.atSec} />
          {took > 0 && <span>after {formatDuration(took)}</span>}
          <HexValue hex={move.txHash} what="transaction" />
        </p>
      )}
    </li>
  )
}

const Words = ({ text, turn }: { text: MoveText; turn: number | null }) => (
  <>
    <p className={styles.title}>
      {turn !== null && (
        <>
          <span className={styles.turn}>Turn {turn}</span>{' '}
        </>
      )}
      {text.title}
    </p>
    {text.what && <p className={styles.what}>{text.what}</p>}
  </>
)

const Running = ({ row }: { row: ChallengeRow }) => {
  const clock = turnClock(row, useChainNowSec())
  if (clock === null) return <li className={styles.running}>{endedTurns(row)}</li>
  const proving = row.status === 'READY_TO_PROVE' || row.status === 'ASSERTER_TIMEOUT'
  const who = playerName(row.role, clock.mover)
  const verb = who === 'You' ? 'have' : 'has'
  return (
    <li className={styles.running} data-mine={clock.mine || undefined}>
      <p className={styles.title}>
        {row.next?.rule === 'MOVE_PENDING'
          ? 'Your move is on its way'
          : `${who} ${verb} to ${proving && clock.mover === 'challenger' ? 'prove' : 'move'}`}
      </p>
      <p className={styles.facts}>
        <span>
          until <TimeValue sec={clock.untilSec} />
        </span>
        {clock.over ? <span>the time is over</span> : <Countdown toSec={clock.untilSec} />}
      </p>
    </li>
  )
}

const endedTurns = ({ role }: ChallengeRow): string =>
  role === 'challenger' ? 'Your turn ran out' : 'The challenger’s turn ran out'
