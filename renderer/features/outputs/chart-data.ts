import type { OutputPoint } from '../../../shared/ipc/contract.ts'
import { formatAmount, formatAmountExact, formatInteger, toApproximate } from '../../format/amount.ts'

export const metrics = ['reward', 'gas', 'fee'] as const
export type Metric = (typeof metrics)[number]

/** One bar: one own output, or several neighbouring ones when there are more than fit. */
export type Bar = {
  /** In the table and the tooltip: `1,204` or `1,204–1,215`. */
  name: string
  /** On the axis: the first index. */
  mark: string
  /** For drawing only. */
  size: number
  /** The value with all its digits. */
  exact: string
  atSec: number
}

export const mostBars = 60

export const ranges = ['50', '500', 'all'] as const
export type Range = (typeof ranges)[number]

/** The newest ones of a series. */
export const lastPoints = (points: readonly OutputPoint[], range: Range): readonly OutputPoint[] =>
  range === 'all' ? points : points.slice(-Number(range))

const read: Record<Metric, (point: OutputPoint) => bigint | null> = {
  reward: (point) => point.rewardWei,
  gas: (point) => point.gasUsed,
  fee: (point) => point.feeWei
}

/** One bar for each output; means of neighbours when there are more than fit, so that a last, smaller group does not look like a loss. */
export const toBars = (points: readonly OutputPoint[], metric: Metric, most = mostBars): Bar[] => {
  const known = points.filter((point) => read[metric](point) !== null)
  const each = Math.max(1, Math.ceil(known.length / most))
  const bars: Bar[] = []
  for (let i = 0; i < known.length; i += each) bars.push(bar(known.slice(i, i + each), metric))
  return bars
}

const bar = (points: readonly OutputPoint[], metric: Metric): Bar => {
  const sum = points.reduce((total, point) => total + (read[metric](point) ?? 0n), 0n)
  const value = sum / BigInt(points.length)
  const mark = formatInteger(points[0]?.index ?? 0n)
  const last = points.at(-1)
  return {
    name: points.length === 1 ? mark : `${mark}–${formatInteger(last?.index ?? 0n)}`,
    mark,
    size: metric === 'gas' ? Number(value) : toApproximate(value),
    exact: exactText(value, metric) + (points.length === 1 ? '' : ` (average of ${points.length})`),
    atSec: last?.submittedAtSec ?? 0
  }
}

const exactText = (value: bigint, metric: Metric): string => {
  if (metric === 'gas') return `${formatInteger(value)} gas`
  return `${formatAmountExact(value)} ${metric === 'reward' ? 'KRO' : 'ETH'}`
}

/** The chart in one sentence, for those who cannot see it. */
export const chartSummary = (points: readonly OutputPoint[], metric: Metric): string => {
  const values = points.flatMap((point) => read[metric](point) ?? [])
  if (values.length === 0) return 'Nothing to show yet.'
  const sum = values.reduce((total, value) => total + value, 0n)
  const mean = sum / BigInt(values.length)
  const outputs = `${formatInteger(values.length)} ${values.length === 1 ? 'output' : 'outputs'}`
  if (metric === 'gas') return `${outputs}, ${formatInteger(mean)} gas on average.`
  const unit = metric === 'reward' ? 'KRO' : 'ETH'
  const decimals = metric === 'reward' ? 2 : 5
  return `${formatAmount(sum, decimals).text} ${unit} for ${outputs}, ${formatAmount(mean, decimals).text} on average.`
}
