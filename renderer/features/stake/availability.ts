import { type ActionKind, actionKinds, type Condition } from '../../../shared/domain/action.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'

/** `depends`: on what is entered. `no`: with the first obstacle. */
export type Availability = { state: 'yes' | 'depends' } | { state: 'no'; obstacle: Condition }

/** Whether an action is possible, as far as its conditions tell. Pure. */
export function availability(conditions: readonly Condition[]): Availability {
  const blocking = conditions.filter((condition) => condition.blocking)
  const obstacle = blocking.find(({ verdict }) => verdict === 'unmet')
  if (obstacle) return { state: 'no', obstacle }
  return { state: blocking.some(({ verdict }) => verdict === 'unknown') ? 'depends' : 'yes' }
}

/** The actions that make sense for this account: registered or not, with or without something in the old pool. */
export function offeredKinds({ status, v1BalanceWei }: Pick<ActionView, 'status' | 'v1BalanceWei'>): ActionKind[] {
  return actionKinds.filter((kind) => {
    if (kind.startsWith('v1-')) return v1BalanceWei > 0n
    return (kind === 'register') === (status === 'NONE')
  })
}
