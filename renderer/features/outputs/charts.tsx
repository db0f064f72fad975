import { useMemo, useState } from 'react'
import { errorText } from '../../app/error-texts.ts'
import { type ChartBar, ChartCard } from '../../charts/chart-card.tsx'
import { formatInteger } from '../../format/amount.ts'
import { formatDateTime } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { type Bar, chartSummary, lastPoints, type Metric, type Range, toBars } from './chart-data.ts'
import styles from './charts.module.css'
import { texts } from './texts.ts'
import { useSeries } from './use-series.ts'

const gasChoices = [
  { value: 'gas', text: texts.gasUsed },
  { value: 'fee', text: texts.fee }
] as const

const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 })
const plain = (size: number): string =>
  size >= 10_000
    ? short.format(size)
    : size >= 1
      ? formatInteger(Math.round(size))
      : String(Number(size.toPrecision(2)))
const amountAxis = (size: number): string => (size >= 10_000 ? short.format(size) : String(Number(size.toPrecision(3))))

/** Rewards, and gas or fees, of the own outputs. */
export const Charts = ({ range }: { range: Range }) => {
  const { points: every, error, retry } = useSeries()
  const points = useMemo(() => every && lastPoints(every, range), [every, range])
  const [metric, setMetric] = useState<Extract<Metric, 'gas' | 'fee'>>('gas')
  const rewards = useMemo(() => points && toBars(points, 'reward'), [points])
  const costs = useMemo(() => points && toBars(points, metric), [points, metric])
  if (error !== null && points === null) {
    const { title, todo } = errorText(error)
    return (
      <div className={styles.failed}>
        <ErrorState title={title} action={<Button onPress={retry}>Try again</Button>}>
          {todo}
        </ErrorState>
      </div>
    )
  }
  return (
    <div className={styles.charts}>
      <ChartCard
        title={texts.rewards}
        summary={chartSummary(points ?? [], 'reward')}
        bars={dated(rewards)}
        headers={{ ...headers, value: texts.rewardsHeader }}
        empty={{ title: texts.nothingYet, text: texts.rewardsEmpty }}
        colour="var(--chart-1)"
        axis={amountAxis}
      />
      <ChartCard
        title={texts.gas}
        summary={chartSummary(points ?? [], metric)}
        bars={dated(costs)}
        headers={{ ...headers, value: metric === 'gas' ? texts.gasUsed : texts.fee }}
        empty={{ title: texts.nothingYet, text: texts.gasEmpty }}
        colour="var(--chart-2)"
        axis={metric === 'gas' ? plain : amountAxis}
        controls={<Segmented label={texts.gasChoice} value={metric} options={gasChoices} onChange={setMetric} />}
      />
    </div>
  )
}

const headers = { name: texts.outputHeader, when: texts.submittedHeader }

const dated = (bars: readonly Bar[] | null): ChartBar[] | null =>
  bars?.map((bar) => ({ ...bar, when: formatDateTime(bar.atSec) })) ?? null
