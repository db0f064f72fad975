import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import { formatAmount, formatInteger } from '../../format/amount.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Stat } from '../../ui/stat.tsx'
import { Missing } from './missing.tsx'
import { bondCover, submissionsLeft } from './money.ts'
import styles from './money-card.module.css'
import { hints, texts } from './texts.ts'

/** Own, bonded and free KRO, the next bond, ETH for gas, income and cost. */
export const MoneyCard = ({ snapshot }: { snapshot: EngineSnapshot | null }) => {
  const validator = snapshot?.validator ?? null
  const totals = snapshot?.totals ?? null
  return (
    <Card title={texts.money} className={styles.card}>
      <dl className={styles.grid}>
        <Stat label="Own KRO" note="without delegations">
          <Sum wei={validator?.ownKroWei} unit="KRO" snapshot={snapshot} />
        </Stat>
        <Stat
          label="Bonded KRO"
          hint={hints.bonded}
          note={validator && `${formatAmount(validator.bondWei, 2).text} KRO per output`}
        >
          <Sum wei={validator?.bondedKroWei} unit="KRO" snapshot={snapshot} />
        </Stat>
        <Stat label="Free KRO" note={validator && <Cover validator={validator} />}>
          <Sum wei={validator?.freeKroWei} unit="KRO" snapshot={snapshot} />
        </Stat>
        <Stat label="ETH for gas" note={snapshot && gasNote(snapshot)}>
          <Sum wei={validator?.ethWei} unit="ETH" snapshot={snapshot} />
        </Stat>
        <Stat label="Rewards so far" note={totals && submissions(totals.mySubmissions)}>
          <Sum wei={totals?.rewardsWei} unit="KRO" snapshot={snapshot} />
        </Stat>
        <Stat label="Gas paid so far" note={totals && meanFee(totals)}>
          <Sum wei={totals?.feesWei} unit="ETH" snapshot={snapshot} />
        </Stat>
      </dl>
    </Card>
  )
}

type SumProps = { wei: bigint | undefined; unit: 'KRO' | 'ETH'; snapshot: EngineSnapshot | null }

const Sum = ({ wei, unit, snapshot }: SumProps) =>
  wei === undefined ? (
    <Missing snapshot={snapshot} />
  ) : (
    <Amount wei={wei} unit={unit} decimals={unit === 'KRO' ? 2 : 4} />
  )

const Cover = ({ validator }: { validator: ValidatorView }) => {
  const { covered, shortWei } = bondCover(validator)
  if (shortWei > 0n) return <Badge tone="critical">next bond: {formatAmount(shortWei, 2).text} KRO short</Badge>
  return `covers ${covered} more ${covered === 1 ? 'bond' : 'bonds'}`
}

const gasNote = (snapshot: EngineSnapshot): string => {
  const left = submissionsLeft(snapshot)
  return left === null ? '' : `for about ${formatInteger(left)} outputs`
}

const submissions = (count: number): string => `${formatInteger(count)} ${count === 1 ? 'output' : 'outputs'} submitted`

const meanFee = ({ mySubmissions, feesWei }: EngineSnapshot['totals']): string =>
  mySubmissions === 0 ? '' : `${formatAmount(feesWei / BigInt(mySubmissions), 5).text} ETH per output`
