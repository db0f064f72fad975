import type { ReactNode } from 'react'
import type { Condition, Quantity } from '../../../shared/domain/action.ts'
import { Countdown } from '../../app/countdown.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import styles from './condition-list.module.css'
import { conditionTexts } from './condition-texts.ts'
import { QuantityValue } from './quantity-value.tsx'
import { texts } from './texts.ts'

type Look = { icon: IconName; word: string; tone: 'ok' | 'bad' | 'warning' | 'open' }

const lookOf = ({ verdict, blocking }: Condition): Look => {
  if (verdict === 'met') return { icon: 'ok', word: texts.met, tone: 'ok' }
  if (verdict === 'unknown') return { icon: 'waiting', word: texts.unknown, tone: 'open' }
  return blocking
    ? { icon: 'close', word: texts.unmet, tone: 'bad' }
    : { icon: 'warning', word: texts.warningOnly, tone: 'warning' }
}

/** Each condition with its verdict, the value behind it and, where time is the obstacle, the countdown. */
export const ConditionList = ({ conditions }: { conditions: readonly Condition[] }) => (
  <ul className={styles.list}>
    {conditions.map((condition) => (
      <Row key={condition.code} condition={condition} />
    ))}
  </ul>
)

const Row = ({ condition }: { condition: Condition }) => {
  const { icon, word, tone } = lookOf(condition)
  const { title, todo } = conditionTexts[condition.code]
  return (
    <li className={styles.row} data-tone={tone} data-code={condition.code}>
      <Icon name={icon} />
      <span className={styles.words}>
        <span className={styles.title}>
          {title} <span className={styles.hidden}>: {word}</span>
        </span>
        {condition.verdict === 'unmet' && <span className={styles.todo}>{todo}</span>}
      </span>
      <span className={styles.values}>
        <Values condition={condition} />
      </span>
    </li>
  )
}

/** A time of zero was never set. */
const isUnset = ({ unit, value }: Quantity): boolean => unit === 'time' && value === 0

const isSame = (a: Quantity | null, b: Quantity): boolean => a?.unit === b.unit && a.value === b.value

const Values = ({ condition: { code, value, wanted, untilSec } }: { condition: Condition }): ReactNode => {
  const { value: before, wanted: against } = conditionTexts[code]
  return (
    <>
      {untilSec !== null && (
        <strong className={styles.clock}>
          {texts.until} <Countdown toSec={untilSec} />
        </strong>
      )}
      {value && !isUnset(value) && (
        <span>
          {before} <QuantityValue quantity={value} />
        </span>
      )}
      {wanted && !isSame(value, wanted) && (
        <span>
          {against} <QuantityValue quantity={wanted} />
        </span>
      )}
    </>
  )
}
