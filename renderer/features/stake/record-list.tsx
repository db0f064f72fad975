import type { ActionRecord } from '../../../shared/domain/action.ts'
import { TimeValue } from '../../app/time-value.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import type { Tone } from '../../ui/tone.ts'
import { outcomeText } from './error-texts.ts'
import { isEnded } from './flow.ts'
import { mainValue } from './main-value.ts'
import styles from './record-list.module.css'
import { actionTexts, stageTexts, stepTexts, texts } from './texts.ts'
import { useDesk } from './use-desk.ts'

const shownPast = 10

/** What was signed: first what is under way, then the last ones that ended. */
export const RecordList = ({ records }: { records: readonly ActionRecord[] }) => {
  const open = records.filter((record) => !isEnded(record))
  const past = records.filter(isEnded).slice(0, shownPast)
  return (
    <>
      {open.length > 0 && (
        <Card title={texts.underWay} className={styles.card}>
          <Rows records={open} />
        </Card>
      )}
      {past.length > 0 && (
        <Card title={texts.past} className={styles.card}>
          <Rows records={past} />
        </Card>
      )}
    </>
  )
}

const Rows = ({ records }: { records: readonly ActionRecord[] }) => (
  <ul className={styles.rows}>
    {records.map((record) => (
      <Row key={record.tx.id} record={record} />
    ))}
  </ul>
)

const toneOf = ({ stage, code }: ActionRecord): Tone => {
  if (stage === 'verified') return 'ok'
  if (stage === 'failed') return code === 'REPLACED' || code === 'CANCELLED' ? 'neutral' : 'critical'
  return code === null ? 'accent' : 'warning'
}

const Row = ({ record }: { record: ActionRecord }) => {
  const desk = useDesk()
  const { tx, stage, code, message, hash, signedAtMs, by } = record
  const outcome = outcomeText(code, message)
  return (
    <li className={styles.row}>
      <a className={styles.what} href={`#/stake/${tx.kind}`} onClick={() => desk.follow(record)}>
        {actionTexts[tx.kind].title}
        {tx.step !== 'call' && <span className={styles.step}> · {stepTexts[tx.step]}</span>}
      </a>
      <span className={styles.amount}>{mainValue(record.tx)}</span>
      <span className={styles.when}>
        <TimeValue sec={signedAtMs / 1000} form="relative" /> {by === 'timer' && texts.byTimer}
      </span>
      <span className={styles.hash}>{hash && <HexValue hex={hash} what="transaction" />}</span>
      <span className={styles.stage}>
        <Badge tone={toneOf(record)}>{outcome === null ? stageTexts[stage].title : outcome.title}</Badge>
      </span>
    </li>
  )
}
