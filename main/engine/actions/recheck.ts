import type { Condition } from '../../../shared/domain/action.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import { AppError } from '../../../shared/errors.ts'
import type { StoredAction } from './action-book.ts'
import { conditionsOf } from './conditions.ts'
import { condition, firstObstacle, kro } from './quantities.ts'

/** Whether the rules still allow what was prepared. Throws ACTION_NOT_POSSIBLE naming the first condition that does not hold. Whether the call itself works is the simulation's to say. */
export function assertPossible({ record, intent }: StoredAction, view: ActionView): void {
  const { step, steps } = record.tx
  if (step === 'cancel') return
  const rules = conditionsOf(intent, view).filter(({ code }) => code !== 'V1_BOND_DUE')
  const approval =
    step === 'call' && steps.includes('approve') && 'amountWei' in intent
      ? [condition('KRO_APPROVED', view.allowanceWei >= intent.amountWei, kro(view.allowanceWei))]
      : []
  const obstacle = firstObstacle([...rules, ...approval])
  if (obstacle) throw notPossible(obstacle)
}

export const notPossible = ({ code, untilSec }: Condition): AppError =>
  new AppError(
    { code: 'ACTION_NOT_POSSIBLE', condition: code, untilSec },
    { message: `A condition of this action does not hold (${code}). Nothing was signed.` }
  )
