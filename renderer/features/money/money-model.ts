import type { MoneyGrouping, MoneyRow, MoneySummary } from '../../../shared/domain/money.ts'
import { netKroWei } from '../../../shared/domain/money-value.ts'
import type { ChartBar } from '../../charts/chart-card.tsx'
import { formatAmountExact, formatInteger, toApproximate } from '../../format/amount.ts'

export const mostBars = 60

/** A page put to those that are there already; a first page takes the place of all of them. */
export const joined = (known: MoneySummary | null, page: MoneySummary, before: string | null): MoneySummary =>
  known === null || before === null || known.nextBefore !== before
    ? page
    : { ...page, rows: [...known.rows, ...page.rows] }

export const keyText = (by: MoneyGrouping, key: string): string => (by === 'output' ? formatInteger(BigInt(key)) : key)

type Metric = 'kro' | 'gas'

const amountOf = (row: MoneyRow, metric: Metric): bigint => (metric === 'kro' ? netKroWei(row) : row.gasWei)

/** One bar for each of the newest lines, the oldest first. */
export const toBars = (rows: readonly MoneyRow[], by: MoneyGrouping, metric: Metric): ChartBar[] =>
  rows
    .slice(0, mostBars)
    .reverse()
    .map((row) => {
      const value = amountOf(row, metric)
      const name = keyText(by, row.key)
      return {
        name,
        mark: by === 'day' ? row.key.slice(5) : name,
        size: toApproximate(value),
        exact: `${formatAmountExact(value)} ${metric === 'kro' ? 'KRO' : 'ETH'}`
      }
    })

/** What a chart shows, in a sentence. */
export const barsSummary = (rows: readonly MoneyRow[], by: MoneyGrouping): string => {
  const shown = Math.min(rows.length, mostBars)
  const noun = shown === 1 ? by : `${by}s`
  return `The newest ${formatInteger(shown)} ${noun}.`
}
