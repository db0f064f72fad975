import { useMemo } from 'react'
import type { MoneyGrouping, MoneySummary } from '../../../shared/domain/money.ts'
import { ChartCard } from '../../charts/chart-card.tsx'
import styles from './money.module.css'
import { barsSummary, toBars } from './money-model.ts'
import { keyHeaders, texts } from './texts.ts'

const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 })
const axis = (size: number): string =>
  Math.abs(size) >= 10_000 ? short.format(size) : String(Number(size.toPrecision(3)))

/** KRO gained and ETH spent, a chart each: no price joins them. */
export const MoneyCharts = ({ summary, by }: { summary: MoneySummary | null; by: MoneyGrouping }) => {
  const rows = summary?.rows ?? null
  const kro = useMemo(() => rows && toBars(rows, by, 'kro'), [rows, by])
  const gas = useMemo(() => rows && toBars(rows, by, 'gas'), [rows, by])
  const about = barsSummary(rows ?? [], by)
  const empty = { title: texts.none, text: texts.noneWhy }
  return (
    <div className={styles.charts}>
      <ChartCard
        title={texts.gained}
        summary={about}
        bars={kro}
        headers={{ name: keyHeaders[by], value: texts.gained }}
        empty={empty}
        colour="var(--chart-1)"
        axis={axis}
      />
      <ChartCard
        title={texts.spent}
        summary={about}
        bars={gas}
        headers={{ name: keyHeaders[by], value: texts.spent }}
        empty={empty}
        colour="var(--chart-2)"
        axis={axis}
      />
    </div>
  )
}
