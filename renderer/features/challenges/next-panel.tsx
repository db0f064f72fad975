import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { isPurposeOf } from '../../../shared/domain/challenge-purpose.ts'
import type { EngineState, PendingTxView } from '../../../shared/domain/snapshot.ts'
import { type ChallengeNext, challengeNext } from '../../app/challenge-next.ts'
import { playerName } from '../../app/challenge-title.ts'
import { type TurnClock, turnClock } from '../../app/challenge-turn.ts'
import { Countdown } from '../../app/countdown.tsx'
import { useChainNowSec } from '../../app/engine-context.tsx'
import { TimeValue } from '../../app/time-value.tsx'
import { TurnBar } from '../../app/turn-bar.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './next-panel.module.css'
import { PendingLine } from './pending-line.tsx'
import { ProofTrack } from './proof-track.tsx'
import { texts } from './texts.ts'

type Props = {
  row: ChallengeRow
  engine: EngineState
  /** The account's transactions under way. */
  pending: readonly PendingTxView[]
  className: string | undefined
}

/** The engine's own decision about a running challenge: what, why, until when, and the proof if one is made. */
export const NextPanel = ({ row, engine, pending, className }: Props) => {
  const nowSec = useChainNowSec()
  const next = challengeNext(row, { engine, nowSec })
  const clock = turnClock(row, nowSec)
  return (
    <Card title={texts.next} className={className}>
      <div className={styles.step}>
        {next && <Words next={next} said={row.proof?.message ?? null} />}
        {clock && (
          <div className={styles.clock}>
            <span className={styles.digits} data-tone={toneOf(clock)}>
              <Countdown toSec={clock.untilSec} />
            </span>
            <span className={styles.label}>{clockLabel(clock, row.role)}</span>
          </div>
        )}
      </div>
      {clock && <Span clock={clock} />}
      {pending
        .filter(({ purpose }) => isPurposeOf(purpose, row))
        .map((tx) => (
          <PendingLine key={tx.purpose} tx={tx} />
        ))}
      {row.proof && <ProofTrack proof={row.proof} />}
    </Card>
  )
}

const Words = ({ next, said }: { next: ChallengeNext; said: string | null }) => (
  <div className={styles.words}>
    <p className={styles.title} data-tone={next.tone}>
      {next.title}
    </p>
    <p className={styles.why}>{next.why}</p>
    {next.detail !== null && !(said !== null && next.detail.includes(said)) && (
      <p className={styles.detail}>{next.detail}</p>
    )}
    {next.todo && (
      <p className={styles.todo}>
        <strong>What to do:</strong> {next.todo}
      </p>
    )}
  </div>
)

const toneOf = ({ mine, halfGone, gone }: TurnClock): string =>
  !mine ? 'neutral' : gone > 0.9 ? 'critical' : halfGone ? 'warning' : 'accent'

export const clockLabel = ({ mover, mine, over }: TurnClock, role: ChallengeRow['role']): string => {
  const whose = mine ? 'your move' : `${playerName(role, mover).toLowerCase()}’s move`
  return over ? `the time for ${whose} is over` : `left for ${whose}`
}

const Span = ({ clock }: { clock: TurnClock }) => (
  <div className={styles.span}>
    <TurnBar clock={clock} />
    <div className={styles.ends}>
      <span>
        from <TimeValue sec={clock.fromSec} />
      </span>
      <span>half of the time</span>
      <span>
        until <TimeValue sec={clock.untilSec} />
      </span>
    </div>
  </div>
)
