import type { Condition, Quantity, Verdict } from '../../../shared/domain/action.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { ValidatorStatus } from '../../../shared/domain/validator.ts'

export const kro = (value: bigint): Quantity => ({ unit: 'kro-wei', value })
export const eth = (value: bigint): Quantity => ({ unit: 'eth-wei', value })
export const percent = (value: number): Quantity => ({ unit: 'percent', value })
export const moment = (value: number): Quantity => ({ unit: 'time', value })
export const count = (value: number): Quantity => ({ unit: 'count', value })
export const status = (value: ValidatorStatus): Quantity => ({ unit: 'status', value })
export const address = (value: Address): Quantity => ({ unit: 'address', value })
export const hash = (value: Hash): Quantity => ({ unit: 'hash', value })
export const flag = (value: boolean): Quantity => ({ unit: 'yes-no', value })

export const verdictOf = (holds: boolean): Verdict => (holds ? 'met' : 'unmet')

/** A blocking condition that time alone does not change. */
export const condition = (
  code: Condition['code'],
  holds: boolean,
  value: Quantity | null,
  wanted: Quantity | null = null
): Condition => ({ code, verdict: verdictOf(holds), blocking: true, value, wanted, untilSec: null, field: null })

/** The first that keeps an action from being signed; null when none does. What could not be looked at counts as a no. */
export const firstObstacle = (conditions: readonly Condition[]): Condition | null =>
  conditions.find(({ blocking, verdict }) => blocking && verdict !== 'met') ?? null
