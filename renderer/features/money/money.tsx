import { useState } from 'react'
import type { MoneyGrouping } from '../../../shared/domain/money.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { errorText } from '../../app/error-texts.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { CsvButton } from './csv-button.tsx'
import styles from './money.module.css'
import { MoneyCharts } from './money-charts.tsx'
import { MoneyList } from './money-list.tsx'
import { texts } from './texts.ts'
import { Totals } from './totals.tsx'
import { useMoney } from './use-money.ts'

const groupings = (['output', 'day', 'month'] as const).map((value) => ({ value, text: texts.groupings[value] }))

/** What the validator earned and cost: sums, charts and every line, each amount in its own unit. */
export const Money = () => {
  const [by, setBy] = useState<MoneyGrouping>('day')
  const { summary, error, loadMore, retry } = useMoney(by)
  return (
    <div className={styles.money} aria-busy={summary === null && error === null}>
      <header className={styles.head}>
        <h1 className={styles.title}>{texts.title}</h1>
        <div className={styles.controls}>
          <Segmented label={texts.by} value={by} options={groupings} onChange={setBy} />
          <CsvButton />
        </div>
      </header>
      {summary === null && error !== null ? (
        <Failed error={error} onRetry={retry} />
      ) : (
        <>
          <Totals summary={summary} />
          <MoneyCharts summary={summary} by={by} />
          <MoneyList key={by} summary={summary} by={by} onNeedMore={loadMore} />
        </>
      )}
    </div>
  )
}

const Failed = ({ error, onRetry }: { error: WireError; onRetry: () => void }) => {
  const { title, todo } = errorText(error)
  return (
    <ErrorState title={title} action={<Button onPress={onRetry}>{texts.retry}</Button>}>
      {todo}
    </ErrorState>
  )
}
