import type { Condition } from '../../../shared/domain/action.ts'
import { availability } from './availability.ts'
import { ConditionList } from './condition-list.tsx'
import styles from './condition-step.module.css'
import { FlowStep } from './flow-step.tsx'
import { texts } from './texts.ts'

type Props = { conditions: readonly Condition[]; folded: boolean }

/** Step 1: what must hold. Folded away once it holds and something is to be signed. */
export const ConditionStep = ({ conditions, folded }: Props) => {
  const { state } = availability(conditions)
  return (
    <FlowStep
      number={1}
      title={texts.conditions}
      state={state === 'yes' ? 'done' : state === 'depends' ? 'current' : 'failed'}
      aside={<span className={styles.count}>{countOf(conditions)}</span>}
    >
      {folded ? (
        <details className={styles.folded}>
          <summary>{texts.showConditions}</summary>
          <ConditionList conditions={conditions} />
        </details>
      ) : (
        <ConditionList conditions={conditions} />
      )}
    </FlowStep>
  )
}

const countOf = (conditions: readonly Condition[]): string => {
  const met = conditions.filter(({ verdict }) => verdict === 'met').length
  return met === conditions.length ? `all ${met} met` : `${met} of ${conditions.length} met`
}
