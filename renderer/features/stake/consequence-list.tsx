import type { ReactNode } from 'react'
import type { Consequences } from '../../../shared/domain/action.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import { TimeValue } from '../../app/time-value.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import styles from './consequence-list.module.css'
import { type Consequence, consequenceRows } from './consequences.ts'
import { statusTexts } from './status-texts.ts'

/** What will be after the action, beside what is now; what hurts is said first. */
export const ConsequenceList = ({ consequences, view }: { consequences: Consequences; view: ActionView }) => {
  const { rows, warnings } = consequenceRows(consequences, view)
  return (
    <>
      {warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          {warning}
        </p>
      ))}
      <dl className={styles.rows}>
        {rows.map((row) => (
          <div key={row.label} className={styles.row}>
            <dt>{row.label}</dt>
            <dd>
              <Value row={row} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

const Value = ({ row }: { row: Consequence }): ReactNode => {
  switch (row.kind) {
    case 'status': {
      const { text, tone } = statusTexts[row.after]
      return <Badge tone={tone}>{text}</Badge>
    }
    case 'share':
      return <Change before={percent(row.before)} after={percent(row.after)} />
    case 'kro':
      return (
        <Change
          before={<Amount wei={row.before} unit="KRO" decimals={2} />}
          after={<Amount wei={row.after} unit="KRO" decimals={2} />}
        />
      )
    case 'rate':
      return <Change before={`${row.before} %`} after={`${row.after} %`} />
    case 'covered':
      return <Badge tone={row.after ? 'ok' : 'critical'}>{row.after ? 'covered' : 'not covered'}</Badge>
    case 'time':
      return <TimeValue sec={row.after} />
  }
}

const Change = ({ before, after }: { before: ReactNode; after: ReactNode }) => (
  <>
    <span className={styles.before}>{before}</span>
    <span className={styles.arrow} aria-hidden="true">
      →
    </span>
    <span className={styles.hidden}> becomes </span>
    <strong>{after}</strong>
  </>
)

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`
