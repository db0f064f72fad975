import type { ReactNode } from 'react'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import { formatAmount, formatInteger } from '../../format/amount.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Stat } from '../../ui/stat.tsx'
import { bondCover, submissionsLeft } from './money.ts'
import styles from './money-card.module.css'
import { texts } from './texts.ts'

/** Own, bonded and free KRO, the next bond, ETH for gas, income and cost. */
export const MoneyCard = ({ snapshot }: { snapshot: EngineSnapshot | null }) => {
  const validator = snapshot?.validator ?? null
  const totals = snapshot?.totals ?? null
  return (
    <Card title={texts.money} className={styles.card}>
      <dl className={styles.grid}>
        <Stat label="Own KRO" note="without delegations">
          {kro(validator?.ownKroWei)}
        </Stat>
        <Stat label="Bonded KRO" note={validator && `${formatAmount(validator.bondWei, 2).text} KRO per output`}>
          {kro(validator?.bondedKroWei)}
        </Stat>
        <Stat label="Free KRO" note={validator && <Cover validator={validator} />}>
          {kro(validator?.freeKroWei)}
        </Stat>
        <Stat label="ETH for gas" note={snapshot && gasNote(snapshot)}>
          {eth(validator?.ethWei)}
        </Stat>
        <Stat label="Rewards so far" note={totals && submissions(totals.mySubmissions)}>
          {kro(totals?.rewardsWei)}
        </Stat>
        <Stat label="Gas paid so far" note={totals && meanFee(totals)}>
          {eth(totals?.feesWei)}
        </Stat>
      </dl>
    </Card>
  )
}

const kro = (wei: bigint | undefined): ReactNode =>
  wei === undefined ? <Skeleton width={110} height={18} /> : <Amount wei={wei} unit="KRO" decimals={2} />
const eth = (wei: bigint | undefined): ReactNode =>
  wei === undefined ? <Skeleton width={90} height={18} /> : <Amount wei={wei} unit="ETH" />

const Cover = ({ validator }: { validator: ValidatorView }) => {
  const { covered, shortWei } = bondCover(validator)
  if (shortWei > 0n) return <Badge tone="critical">next bond: {formatAmount(shortWei, 2).text} KRO short</Badge>
  return `covers ${covered} more ${covered === 1 ? 'bond' : 'bonds'}`
}

const gasNote = (snapshot: EngineSnapshot): string => {
  const left = submissionsLeft(snapshot)
  return left === null ? '' : `about ${formatInteger(left)} submissions`
}

const submissions = (count: number): string => `${formatInteger(count)} ${count === 1 ? 'output' : 'outputs'} submitted`

const meanFee = ({ mySubmissions, feesWei }: EngineSnapshot['totals']): string =>
  mySubmissions === 0 ? '' : `${formatAmount(feesWei / BigInt(mySubmissions), 5).text} ETH per output`
