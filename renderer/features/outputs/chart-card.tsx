import { lazy, type ReactNode, Suspense, useState } from 'react'
import { formatDateTime } from '../../format/time.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './chart-card.module.css'
import type { Bar } from './chart-data.ts'
import { texts } from './texts.ts'

const BarChart = lazy(() => import('../../charts/bar-chart.tsx').then((m) => ({ default: m.BarChart })))

type Props = {
  title: string
  /** What one bar is, and the chart in a sentence. */
  summary: string
  /** Null while loading. */
  bars: readonly Bar[] | null
  valueHeader: string
  empty: string
  colour: 'var(--chart-1)' | 'var(--chart-2)'
  axis: (size: number) => string
  controls?: ReactNode
}

const views = [
  { value: 'chart', text: texts.asChart },
  { value: 'table', text: texts.asTable }
] as const

/** A chart with the table behind it, both in the same space. */
export const ChartCard = ({ title, summary, bars, valueHeader, empty, colour, axis, controls }: Props) => {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const aside = (
    <div className={styles.controls}>
      {controls}
      <Segmented label={`${title}: show as`} value={view} options={views} onChange={setView} />
    </div>
  )
  return (
    <Card title={title} aside={aside}>
      <p className={styles.summary}>{bars === null ? <Skeleton width={220} /> : bars.length > 0 && summary}</p>
      <div className={styles.space}>
        {bars === null && <Skeleton width="100%" height="100%" />}
        {bars?.length === 0 && <EmptyState title={texts.nothingYet}>{empty}</EmptyState>}
        {bars !== null && bars.length > 0 && view === 'chart' && (
          <Suspense fallback={<Skeleton width="100%" height="100%" />}>
            <BarChart data={bars} colour={colour} axis={axis} label={`${title}: ${summary}`} />
          </Suspense>
        )}
        {bars !== null && bars.length > 0 && view === 'table' && (
          <BarTable bars={bars} title={title} valueHeader={valueHeader} />
        )}
      </div>
    </Card>
  )
}

const BarTable = ({ bars, title, valueHeader }: { bars: readonly Bar[]; title: string; valueHeader: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className={styles.scroll} tabIndex={0} aria-label={`${title}, table`}>
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{texts.outputHeader}</th>
          <th scope="col">{texts.submittedHeader}</th>
          <th scope="col" className={styles.number}>
            {valueHeader}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...bars].reverse().map((bar) => (
          <tr key={bar.name}>
            <th scope="row">{bar.name}</th>
            <td>{formatDateTime(bar.atSec)}</td>
            <td className={styles.number}>{bar.exact}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
