import { lazy, Suspense, useState } from 'react'
import type { BudgetName, RpcBudgetView, RpcUse } from '../../../shared/domain/rpc-budget.ts'
import { formatInteger } from '../../format/amount.ts'
import { Card } from '../../ui/card.tsx'
import { Banner, EmptyState } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './budget-card.module.css'
import { budgetNames, reasonNames, roleNames, texts } from './texts.ts'

const BarChart = lazy(() => import('../../charts/bar-chart.tsx').then((m) => ({ default: m.BarChart })))

/** What was asked of the endpoints today, what it will be, and who asks. */
export const BudgetCard = ({ budget }: { budget: RpcBudgetView | null | undefined }) => (
  <Card title={texts.budget}>
    {budget === undefined && <Skeleton width="100%" height={320} />}
    {budget === null && <EmptyState title={texts.budgetNone}>{texts.budgetNoneWhy}</EmptyState>}
    {budget && <Budget budget={budget} />}
  </Card>
)

const Budget = ({ budget }: { budget: RpcBudgetView }) => {
  const { used, forecast, limits, thinning } = budget
  const gauges = [
    { name: 'l1RequestsPerDay', used: used.l1Requests, will: forecast?.l1Requests ?? null },
    { name: 'creditsPerDay', used: used.credits, will: forecast?.credits ?? null }
  ] as const
  const isLimited = gauges.some(({ name }) => limits[name] !== null)
  return (
    <div className={styles.card}>
      {thinning.because !== null && (
        <Banner tone="warning" title={`${budgetNames[thinning.because]}: the day’s limit is near.`}>
          {thinning.exempt
            ? 'Polling keeps its pace, because of a dispute or your round.'
            : `Polling is ${thinning.stretch} times slower until it fits.`}
        </Banner>
      )}
      {gauges.map((gauge) => (
        <Gauge key={gauge.name} {...gauge} limit={limits[gauge.name]} />
      ))}
      <p className={styles.note}>
        {forecast === null ? texts.noForecast : isLimited ? `Day of ${budget.day}, UTC.` : texts.noLimits}
      </p>
      <Days days={budget.days} />
      <UseTable
        title={texts.byEndpoint}
        rows={budget.endpoints.map((row) => ({
          ...row,
          key: `${row.role} ${row.origin}`,
          name: row.origin,
          aside: roleNames[row.role]
        }))}
      />
      <UseTable
        title={texts.byReason}
        rows={budget.reasons.map((row) => ({ ...row, key: row.reason, name: reasonNames[row.reason], aside: '' }))}
      />
    </div>
  )
}

type GaugeProps = { name: BudgetName; used: number; will: number | null; limit: number | null }

/** Used so far, against the forecast and the limit. */
const Gauge = ({ name, used, will, limit }: GaugeProps) => {
  const now = Math.round(used)
  const end = will === null ? null : Math.max(now, Math.round(will))
  // Without a limit and a forecast there is nothing to measure it by.
  const most = limit ?? end
  return (
    <div className={styles.gauge}>
      <p className={styles.line}>
        <span>{budgetNames[name]}</span>
        <span>
          <strong>{formatInteger(now)}</strong>
          {end !== null && ` · ${formatInteger(end)} by midnight UTC`}
          {limit !== null && ` · limit ${formatInteger(limit)}`}
        </span>
      </p>
      <div className={styles.bar} aria-hidden="true" data-over={(limit !== null && (end ?? now) > limit) || undefined}>
        {end !== null && most !== null && <span className={styles.will} style={{ width: share(end, most) }} />}
        {most !== null && <span className={styles.now} style={{ width: share(now, most) }} />}
      </div>
    </div>
  )
}

const share = (part: number, whole: number): string => `${Math.min(100, (part / Math.max(whole, 1)) * 100)}%`

const views = [
  { value: 'chart', text: texts.asChart },
  { value: 'table', text: texts.asTable }
] as const

const Days = ({ days }: { days: RpcBudgetView['days'] }) => {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const most = Math.max(...days.map(({ l1Requests }) => l1Requests))
  const bars = days.map(({ day, l1Requests, credits }) => ({
    name: day,
    mark: day.slice(5),
    size: l1Requests,
    exact: `${formatInteger(l1Requests)} L1 requests, ${formatInteger(Math.round(credits))} credits`
  }))
  return (
    <section className={styles.part} aria-label={texts.days}>
      <div className={styles.head}>
        <h3 className={styles.subtitle}>{texts.days}</h3>
        <Segmented label={`${texts.days}: show as`} value={view} options={views} onChange={setView} />
      </div>
      <div className={styles.space}>
        {view === 'chart' ? (
          <Suspense fallback={<Skeleton width="100%" height="100%" />}>
            <BarChart
              data={bars}
              colour="var(--chart-1)"
              axis={short}
              noun=""
              label={`${texts.days}: ${days.length} days, ${formatInteger(most)} at most`}
            />
          </Suspense>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <section className={styles.scroll} tabIndex={0} aria-label={`${texts.days}, table`}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Day (UTC)</th>
                  <th scope="col">L1 requests</th>
                  <th scope="col">All requests</th>
                  <th scope="col">Credits</th>
                </tr>
              </thead>
              <tbody>
                {days.toReversed().map(({ day, l1Requests, requests, credits }) => (
                  <tr key={day}>
                    <th scope="row">{day}</th>
                    <td>{formatInteger(l1Requests)}</td>
                    <td>{formatInteger(requests)}</td>
                    <td>{formatInteger(Math.round(credits))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </section>
  )
}

/** `1.2k` on the axis. */
const short = (size: number): string =>
  size < 1_000 ? String(Math.round(size)) : `${(size / 1_000).toFixed(size < 10_000 ? 1 : 0)}k`

type UseRow = RpcUse & { key: string; name: string; aside: string }

const UseTable = ({ title, rows }: { title: string; rows: readonly UseRow[] }) => (
  <section className={styles.part} aria-label={title}>
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">Requests</th>
          <th scope="col">Credits</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, aside, requests, credits }) => (
          <tr key={key}>
            <th scope="row">
              {name} {aside !== '' && <span className={styles.aside}>{aside}</span>}
            </th>
            <td>{formatInteger(requests)}</td>
            <td>{formatInteger(Math.round(credits))}</td>
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td colSpan={3}>Nothing today.</td>
          </tr>
        )}
      </tbody>
    </table>
  </section>
)
