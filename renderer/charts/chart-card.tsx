import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/notice.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './chart-card.module.css'

const BarChart = lazy(() => import('./bar-chart.tsx').then((m) => ({ default: m.BarChart })))

export type ChartBar = {
  /** In the table and the tooltip. */
  name: string
  /** On the axis. */
  mark: string
  /** For drawing only. */
  size: number
  /** The value with all its digits. */
  exact: string
  /** A second column of the table. */
  when?: string
}

type Props = {
  title: string
  /** What one bar is, and the chart in a sentence. */
  summary: string
  /** Null while loading. */
  bars: readonly ChartBar[] | null
  headers: { name: string; when?: string; value: string }
  empty: { title: string; text: string }
  colour: 'var(--chart-1)' | 'var(--chart-2)'
  axis: (size: number) => string
  controls?: ReactNode
}

const views = [
  { value: 'chart', text: 'Chart' },
  { value: 'table', text: 'Table' }
] as const

/** A chart with the table behind it, both in the same space. */
export const ChartCard = (props: Props) => {
  const { title, summary, bars, headers, empty, colour, axis, controls } = props
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
        {bars?.length === 0 && <EmptyState title={empty.title}>{empty.text}</EmptyState>}
        {bars !== null && bars.length > 0 && view === 'chart' && (
          <Suspense fallback={<Skeleton width="100%" height="100%" />}>
            <BarChart data={bars} noun={headers.name} colour={colour} axis={axis} label={`${title}: ${summary}`} />
          </Suspense>
        )}
        {bars !== null && bars.length > 0 && view === 'table' && (
          <BarTable bars={bars} title={title} headers={headers} />
        )}
      </div>
    </Card>
  )
}

type TableProps = { bars: readonly ChartBar[]; title: string; headers: Props['headers'] }

const BarTable = ({ bars, title, headers }: TableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className={styles.scroll} tabIndex={0} aria-label={`${title}, table`}>
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{headers.name}</th>
          {headers.when !== undefined && <th scope="col">{headers.when}</th>}
          <th scope="col" className={styles.number}>
            {headers.value}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...bars].reverse().map((bar) => (
          <tr key={bar.name}>
            <th scope="row">{bar.name}</th>
            {headers.when !== undefined && <td>{bar.when}</td>}
            <td className={styles.number}>{bar.exact}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
