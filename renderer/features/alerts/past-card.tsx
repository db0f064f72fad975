import type { Alert, AlertsOverview } from '../../../shared/domain/alert.ts'
import { TimeValue } from '../../app/time-value.tsx'
import { formatDuration } from '../../format/duration.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './past-card.module.css'
import { severityWords, texts } from './texts.ts'

/** What was told and is over, newest first. */
export const PastCard = ({ overview }: { overview: AlertsOverview | null }) => (
  <Card title={texts.past} className={styles.card}>
    {overview === null && <Skeleton width="100%" height={30} />}
    {overview?.past.length === 0 && <EmptyState title={texts.nothingPast}>{texts.nothingPastWhy}</EmptyState>}
    {overview !== null && overview.past.length > 0 && (
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Alert</th>
            <th scope="col" className={styles.severity}>
              Severity
            </th>
            <th scope="col" className={styles.time}>
              Raised
            </th>
            <th scope="col" className={styles.time}>
              Over after
            </th>
          </tr>
        </thead>
        <tbody>
          {overview.past.map((alert) => (
            <Row key={`${alert.key}:${alert.raisedAtMs}`} alert={alert} />
          ))}
        </tbody>
      </table>
    )}
  </Card>
)

const Row = ({ alert: { title, body, severity, raisedAtMs, resolvedAtMs } }: { alert: Alert }) => (
  <tr>
    <th scope="row">
      {title}
      <p className={styles.body}>{body}</p>
    </th>
    <td>
      <Badge tone={severity}>{severityWords[severity]}</Badge>
    </td>
    <td>
      <TimeValue sec={Math.floor(raisedAtMs / 1000)} />
    </td>
    <td>{formatDuration(((resolvedAtMs ?? raisedAtMs) - raisedAtMs) / 1000)}</td>
  </tr>
)
