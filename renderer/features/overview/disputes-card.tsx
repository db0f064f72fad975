import { useRef } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineSnapshot, EngineState } from '../../../shared/domain/snapshot.ts'
import { challengeKey, challengeLink, challengesLink } from '../../app/challenge-link.ts'
import { challengeNext } from '../../app/challenge-next.ts'
import { challengeTitle } from '../../app/challenge-title.ts'
import { byUrgency, turnClock } from '../../app/challenge-turn.ts'
import { Countdown } from '../../app/countdown.tsx'
import { TurnBar } from '../../app/turn-bar.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { othersText, shownDisputes } from './disputes.ts'
import styles from './disputes-card.module.css'
import { texts } from './texts.ts'

type Props = { snapshot: EngineSnapshot | null; nowSec: number }

/** Open disputes, above everything else while there are any. Its place opens and closes slowly, so that nothing jumps. */
export const DisputesCard = ({ snapshot, nowSec }: Props) => {
  const open = (snapshot?.challenges ?? []).filter(({ outcome }) => outcome === null).sort(byUrgency)
  // What closes is still seen while it does.
  const last = useRef<ChallengeRow[]>([])
  if (open.length > 0) last.current = open
  const rows = open.length > 0 ? open : last.current
  return (
    <div className={styles.place} data-open={open.length > 0 || undefined} inert={open.length === 0}>
      <div className={styles.inner}>
        {rows.length > 0 && snapshot && <Disputes rows={rows} engine={snapshot.state} nowSec={nowSec} />}
      </div>
    </div>
  )
}

type ListProps = { rows: readonly ChallengeRow[]; engine: EngineState; nowSec: number }

const Disputes = ({ rows, engine, nowSec }: ListProps) => {
  const { shown, rest } = shownDisputes(rows)
  return (
    <Card title={texts.disputes} className={styles.card} aside={<a href={challengesLink}>{texts.allDisputes}</a>}>
      <ul className={styles.list}>
        {shown.map((row) => (
          <Dispute key={challengeKey(row)} row={row} engine={engine} nowSec={nowSec} />
        ))}
      </ul>
      {rest.length > 0 && (
        <p className={styles.rest}>
          <a href={challengesLink}>{othersText(rest)}</a>
        </p>
      )}
    </Card>
  )
}

const Dispute = ({ row, engine, nowSec }: { row: ChallengeRow; engine: EngineState; nowSec: number }) => {
  const next = challengeNext(row, { engine, nowSec })
  const clock = turnClock(row, nowSec)
  return (
    <li className={styles.dispute} data-tone={next?.tone}>
      <div className={styles.words}>
        <a className={styles.title} href={challengeLink(row)}>
          {challengeTitle(row)}
        </a>
        {next && (
          <p className={styles.next} data-tone={next.tone}>
            {next.tone === 'critical' && <Icon name="critical" size={16} />}
            {next.title}
          </p>
        )}
      </div>
      {clock && (
        <div className={styles.clock}>
          <span className={styles.digits} data-mine={clock.mine || undefined} data-half={clock.halfGone || undefined}>
            <Countdown toSec={clock.untilSec} />
          </span>
          <TurnBar clock={clock} />
        </div>
      )}
    </li>
  )
}
