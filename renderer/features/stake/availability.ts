import type { ActionKind, Condition } from '../../../shared/domain/action.ts'
import type { ConditionCode } from '../../../shared/domain/action-codes.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'

/** `depends`: on what is entered. `no`: with the first obstacle. `needless`: with what is missing to make sense of it. */
export type Availability = { state: 'yes' | 'depends' } | { state: 'no' | 'needless'; obstacle: Condition }

/** Where these do not hold, nobody is kept from anything. */
const occasions: readonly ConditionCode[] = ['STATUS_READY', 'IN_JAIL', 'COMMISSION_CHANGE_INITIATED']

/** Whether an action is possible, as far as its conditions tell. Pure. */
export function availability(conditions: readonly Condition[]): Availability {
  const blocking = conditions.filter((condition) => condition.blocking)
  const unmet = blocking.filter(({ verdict }) => verdict === 'unmet')
  // What nobody needs is not held against anybody: a validator in jail has no commission change to finalize either.
  const needless = unmet.find(({ code }) => occasions.includes(code))
  if (needless) return { state: 'needless', obstacle: needless }
  const [obstacle] = unmet
  if (obstacle) return { state: 'no', obstacle }
  return { state: blocking.some(({ verdict }) => verdict === 'unknown') ? 'depends' : 'yes' }
}

const order: readonly ActionKind[] = [
  'register',
  'deposit',
  'withdraw',
  'commission-init',
  'commission-finalize',
  'unjail',
  'activate',
  'v1-unbond',
  'v1-withdraw',
  'v1-withdraw-to'
]

/** The actions that make sense for this account: registered or not, with or without something in the old pool: a bond there that can be released shows before it is in the balance. */
export function offeredKinds(
  { status, v1BalanceWei }: Pick<ActionView, 'status' | 'v1BalanceWei'>,
  oldBondDue: boolean
): ActionKind[] {
  return order.filter((kind) => {
    if (kind === 'v1-unbond' && oldBondDue) return true
    if (kind.startsWith('v1-')) return v1BalanceWei > 0n
    return (kind === 'register') === (status === 'NONE')
  })
}
