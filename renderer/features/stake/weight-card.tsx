import type { ActionView } from '../../../shared/domain/action-view.ts'
import { formatAmount, formatShare } from '../../format/amount.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { statusTexts } from './status-texts.ts'
import { texts } from './texts.ts'
import styles from './weight-card.module.css'

/** Own and delegated KRO as a part of all weight: the chance of being drawn. */
export const WeightCard = ({ view }: { view: ActionView | null }) => (
  <Card title={texts.weight} className={styles.card} aside={view && <Standing view={view} />}>
    {view === null ? (
      <Skeleton width="100%" height={90} />
    ) : (
      <>
        <p className={styles.value}>
          <Amount wei={view.reflectiveWeightWei} unit="KRO" decimals={2} />
        </p>
        <Bar view={view} />
        <p className={styles.note}>
          <span className={styles.own} aria-hidden="true" /> {short(view.ownKroWei)} KRO {texts.weightOwn}
          <span className={styles.delegated} aria-hidden="true" /> {short(delegated(view))} KRO {texts.weightDelegated}
        </p>
        <p className={styles.chance}>
          <span>{texts.chance}</span> <strong>{formatShare(view.weightWei, view.totalWeightWei)}</strong>
        </p>
        <p className={styles.note}>
          {view.weightWei === 0n
            ? view.inJail
              ? texts.notDrawnInJail
              : statusTexts[view.status].hint
            : `of ${short(view.totalWeightWei)} KRO that take part in the draws`}
        </p>
      </>
    )}
  </Card>
)

const short = (wei: bigint): string => formatAmount(wei, 0).text
const delegated = ({ reflectiveWeightWei, ownKroWei }: ActionView): bigint =>
  reflectiveWeightWei > ownKroWei ? reflectiveWeightWei - ownKroWei : 0n

const Bar = ({ view }: { view: ActionView }) => {
  const { ownKroWei, reflectiveWeightWei } = view
  const width = reflectiveWeightWei > 0n ? `${Number((ownKroWei * 1000n) / reflectiveWeightWei) / 10}%` : '0%'
  return (
    <span className={styles.bar} data-empty={reflectiveWeightWei === 0n || undefined} aria-hidden="true">
      <span className={styles.fill} style={{ width }} />
    </span>
  )
}

const Standing = ({ view }: { view: ActionView }) => {
  if (view.inJail) return <Badge tone="critical">In jail</Badge>
  const { text, tone } = statusTexts[view.status]
  return <Badge tone={tone}>{text}</Badge>
}
