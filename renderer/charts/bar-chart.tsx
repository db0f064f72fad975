import { Bar, CartesianGrid, BarChart as Chart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import styles from './bar-chart.module.css'

export type BarDatum = { name: string; mark: string; size: number; exact: string }

type Props = {
  data: readonly BarDatum[]
  /** A colour of tokens.css. */
  colour: `var(--chart-${1 | 2})`
  /** Numbers on the axis: short. */
  axis: (size: number) => string
  /** Names the chart for screen readers. */
  label: string
  /** What one bar is, before its name in the tooltip. */
  noun?: string
}

/** One series of bars. Fills its parent; arrow keys move along it, the tooltip has every digit. */
export const BarChart = ({ data, colour, axis, label, noun = 'Output' }: Props) => (
  <ResponsiveContainer width="100%" height="100%">
    <Chart
      data={data as BarDatum[]}
      margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
      barCategoryGap="18%"
      aria-label={label}
    >
      <CartesianGrid vertical={false} stroke="var(--border)" />
      <XAxis
        dataKey="mark"
        tickLine={false}
        axisLine={{ stroke: 'var(--border-strong)' }}
        tick={tick}
        minTickGap={24}
        height={22}
      />
      <YAxis width={52} tickLine={false} axisLine={false} tick={tick} tickFormatter={axis} tickCount={4} />
      <Tooltip
        content={<Hint noun={noun} />}
        cursor={{ fill: 'var(--surface-3)', opacity: 0.6 }}
        isAnimationActive={false}
      />
      <Bar dataKey="size" fill={colour} radius={[2, 2, 0, 0]} maxBarSize={28} isAnimationActive={false} />
    </Chart>
  </ResponsiveContainer>
)

const tick = { fill: 'var(--text-2)', fontSize: 11.5 }

type HintProps = { noun: string; active?: boolean; payload?: readonly { payload?: BarDatum }[] }

const Hint = ({ noun, active, payload }: HintProps) => {
  const datum = payload?.[0]?.payload
  if (!active || datum === undefined) return null
  return (
    <div className={styles.hint}>
      <div>
        {noun} {datum.name}
      </div>
      <strong>{datum.exact}</strong>
    </div>
  )
}
