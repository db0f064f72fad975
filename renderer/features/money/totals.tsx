import type { MoneySummary } from '../../../shared/domain/money.ts'
import { netKroWei, totalUsd } from '../../../shared/domain/money-value.ts'
import { formatDateTime } from '../../format/time.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Stat } from '../../ui/stat.tsx'
import styles from './money.module.css'
import { texts, usd } from './texts.ts'

/** All that was earned and spent since the account began, unit by unit. */
export const Totals = ({ summary }: { summary: MoneySummary | null }) => {
  const since = summary?.sinceSec ?? null
  const aside = since === null ? null : <span className={styles.quiet}>since {formatDateTime(since)}</span>
  return (
    <Card title={texts.totals} aside={aside}>
      <dl className={styles.stats}>
        <Stat label={texts.rewards} hint={texts.rewardsHint}>
          {summary ? <Amount wei={summary.totals.rewardsWei} unit="KRO" decimals={2} /> : loading}
        </Stat>
        <Stat label={texts.won} hint={texts.wonHint}>
          {summary ? <Amount wei={summary.totals.wonWei} unit="KRO" decimals={2} /> : loading}
        </Stat>
        <Stat label={texts.slashed} hint={texts.slashedHint} note={summary && <Net wei={netKroWei(summary.totals)} />}>
          {summary ? <Amount wei={-summary.totals.slashedWei} unit="KRO" decimals={2} /> : loading}
        </Stat>
        <Stat label={texts.gas} hint={texts.gasHint}>
          {summary ? <Amount wei={-summary.totals.gasWei} unit="ETH" decimals={5} /> : loading}
        </Stat>
        <Stat label={texts.cloud} hint={texts.cloudHint}>
          {summary ? usd(-(summary.totals.cloudMicroUsd ?? 0) / 1e6) : loading}
        </Stat>
        <Worth summary={summary} />
      </dl>
      {summary && summary.untimed > 0 && <p className={styles.quiet}>{texts.untimed}</p>}
    </Card>
  )
}

const loading = <Skeleton width={96} />

const Net = ({ wei }: { wei: bigint }) => (
  <>
    gained: <Amount wei={wei} unit="KRO" decimals={2} />
  </>
)

const Worth = ({ summary }: { summary: MoneySummary | null }) => {
  const total = summary && totalUsd(summary.totals, summary.prices)
  const { kroUsd, ethUsd } = summary?.prices ?? {}
  const prices = [kroUsd !== undefined && `KRO $${kroUsd}`, ethUsd !== undefined && `ETH $${ethUsd}`].filter(Boolean)
  return (
    <Stat label={texts.worth} hint={total === null ? texts.noPrices : texts.worthHint} note={prices.join(', ')}>
      {summary === null ? loading : total === null ? '–' : `≈ ${usd(total)}`}
    </Stat>
  )
}
