import { formatAmount, formatAmountExact } from '../format/amount.ts'
import styles from './amount.module.css'
import { ExactValue } from './exact-value.tsx'

type Props = { wei: bigint; unit: 'KRO' | 'ETH'; decimals?: number }

/** An amount with its unit; every digit on demand when the short form leaves some out. */
export const Amount = ({ wei, unit, decimals = 4 }: Props) => {
  const { text, exact } = formatAmount(wei, decimals)
  const shown = (
    <>
      {text} <span className={styles.unit}>{unit}</span>
    </>
  )
  if (exact) return <span className={styles.amount}>{shown}</span>
  return <ExactValue exact={`${formatAmountExact(wei)} ${unit}`}>{shown}</ExactValue>
}
