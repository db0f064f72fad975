import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { publicRoundAddress } from '../../../shared/domain/validator.ts'
import { shortHex } from '../../format/short-hex.ts'
import { formatWhen } from '../../format/time.ts'
import { drawnOther } from './next-step.ts'
import { dueMark, publicMark, type RoundTimeline, roundTimeline } from './round-timeline.ts'
import styles from './timeline-bar.module.css'

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

/** Where the next output is on its way: not due, priority round, public round. */
export const TimelineBar = ({ snapshot, nowSec }: { snapshot: EngineSnapshot; nowSec: number }) => {
  const line = roundTimeline(snapshot, nowSec)
  if (line === null) return null
  const mine = snapshot.account !== null && drawnOther(snapshot) === null && !isPublic(snapshot)
  return (
    <div className={styles.timeline} role="img" aria-label={summary(line, snapshot, nowSec)}>
      <div className={styles.bar} data-phase={line.phase} data-mine={mine || undefined} aria-hidden="true">
        <span className={styles.stretch} style={{ width: percent(dueMark) }} />
        {line.publicAtSec === null ? (
          <span className={styles.priority} style={{ width: percent(1 - dueMark) }} />
        ) : (
          <>
            <span className={styles.priority} style={{ width: percent(publicMark - dueMark) }} />
            <span className={styles.public} style={{ width: percent(1 - publicMark) }} />
          </>
        )}
        <span className={styles.now} style={{ left: percent(line.now) }} />
      </div>
      <div className={styles.labels} aria-hidden="true">
        <Label left={0} name="Not due yet" on={line.phase === 'waiting'} />
        <Label
          left={dueMark}
          name={roundName(line, snapshot, mine)}
          time={formatWhen(line.dueAtSec, nowSec)}
          on={line.phase === 'priority' || line.phase === 'trusted'}
        />
        {line.publicAtSec !== null && (
          <Label
            left={publicMark}
            name="Public round"
            time={formatWhen(line.publicAtSec, nowSec)}
            on={line.phase === 'public'}
          />
        )}
      </div>
    </div>
  )
}

const Label = ({ left, name, time, on }: { left: number; name: string; time?: string; on: boolean }) => (
  <span className={styles.label} style={{ left: percent(left) }} data-on={on || undefined}>
    <span className={styles.name}>{name}</span>
    {time !== undefined && <span className={styles.time}>from {time}</span>}
  </span>
)

const isPublic = ({ priorityValidator }: EngineSnapshot): boolean =>
  priorityValidator?.toLowerCase() === publicRoundAddress

const roundName = (line: RoundTimeline, snapshot: EngineSnapshot, mine: boolean): string => {
  const whose = line.publicAtSec === null ? 'Trusted validator' : 'Priority round'
  if (isPublic(snapshot)) return whose
  const other = drawnOther(snapshot)
  return mine ? `${whose}: you` : other === null ? whose : `${whose}: ${shortHex(other)}`
}

const summary = (line: RoundTimeline, snapshot: EngineSnapshot, nowSec: number): string => {
  const due = `The output is due ${formatWhen(line.dueAtSec, nowSec)}`
  const open = line.publicAtSec === null ? '' : `, open to everyone from ${formatWhen(line.publicAtSec, nowSec)}`
  const phases = {
    waiting: 'not due yet',
    priority: 'in the priority round',
    public: 'in the public round',
    trusted: 'the trusted validator’s turn'
  }
  const who = drawnOther(snapshot)
  return `${due}${open}. Now: ${phases[line.phase]}${who === null ? '' : `; drawn: ${shortHex(who)}`}.`
}
