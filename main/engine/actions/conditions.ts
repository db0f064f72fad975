import type { Condition, Quantity, Verdict } from '../../../shared/domain/action.ts'
import type { ActionIntent } from '../../../shared/domain/action-input.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import { validatorStatuses } from '../../../shared/domain/validator.ts'
import { condition, eth, flag, kro, moment, percent, status, verdictOf } from './quantities.ts'

/** What is known of an action: everything, or its kind only while nothing has been typed. */
export type PartialIntent = ActionIntent | { kind: ActionIntent['kind'] }

/** The conditions of an action at one block, in the order in which the contract asks for them (protocol: operator actions). Pure. The boundaries are the contract's: a time is reached in its own second, an amount may equal its limit. */
export function conditionsOf(intent: PartialIntent, view: ActionView): Condition[] {
  switch (intent.kind) {
    case 'register':
      return registerConditions(intent, view)
    case 'deposit':
      return depositConditions(intent, view)
    case 'activate':
      return [condition('STATUS_READY', view.status === 'READY', status(view.status), status('READY')), notInJail(view)]
    case 'unjail':
      return [condition('IN_JAIL', view.inJail, flag(view.inJail)), jailTermOver(view)]
    case 'commission-init':
      return commissionInitConditions(intent, view)
    case 'commission-finalize':
      return [registeredOrMore(view), notInJail(view), ...changeIsDue(view)]
    case 'withdraw':
      return withdrawConditions(intent, view)
    case 'v1-unbond':
      // Only the call itself tells whether a bond has expired: the pool does not say which one is next.
      return [{ ...condition('V1_BOND_DUE', false, null), verdict: 'unknown' }]
    case 'v1-withdraw':
    case 'v1-withdraw-to':
      return v1Conditions(intent, view)
    case 'submit-output':
      return [
        condition('STATUS_ACTIVE', view.status === 'ACTIVE', status(view.status), status('ACTIVE')),
        notInJail(view)
      ]
  }
}

function registerConditions(intent: PartialIntent, view: ActionView): Condition[] {
  const { minRegisterWei, minActivateWei, walletKroWei } = view
  const account = 'withdrawAccount' in intent ? intent.withdrawAccount : null
  return [
    {
      ...condition('SIGNER_IS_EOA', view.hasCode === false, view.hasCode === null ? null : flag(!view.hasCode)),
      verdict: view.hasCode === null ? 'unknown' : verdictOf(!view.hasCode)
    },
    condition('STATUS_NONE', view.status === 'NONE', status(view.status), status('NONE')),
    aboutAmount(intent, 'AMOUNT_AT_LEAST_MIN_REGISTER', (wei) => wei >= minRegisterWei, kro(minRegisterWei)),
    {
      ...aboutAmount(intent, 'AMOUNT_ACTIVATES', (wei) => wei >= minActivateWei, kro(minActivateWei)),
      blocking: false
    },
    aboutCommission(intent, 'COMMISSION_IN_RANGE', (rate) => rate <= 100, percent(100)),
    aboutAmount(intent, 'KRO_IN_WALLET', (wei) => wei <= walletKroWei, kro(walletKroWei)),
    {
      code: 'WITHDRAW_ACCOUNT_NOT_OWN',
      verdict: account === null ? 'unknown' : verdictOf(!isSame(account, view.validator)),
      blocking: false,
      value: account === null ? null : { unit: 'address', value: account },
      wanted: null,
      untilSec: null,
      field: 'withdrawAccount'
    }
  ]
}

const depositConditions = (intent: PartialIntent, view: ActionView): Condition[] => [
  aboutAmount(intent, 'AMOUNT_POSITIVE', (wei) => wei > 0n, null),
  condition('STATUS_NOT_NONE', view.status !== 'NONE', status(view.status)),
  aboutAmount(intent, 'KRO_IN_WALLET', (wei) => wei <= view.walletKroWei, kro(view.walletKroWei))
]

function commissionInitConditions(intent: PartialIntent, view: ActionView): Condition[] {
  const current = percent(view.commissionPercent)
  const pending = view.canFinalizeAtSec !== null
  return [
    registeredOrMore(view),
    notInJail(view),
    aboutCommission(intent, 'COMMISSION_IN_RANGE', (rate) => rate <= 100, percent(100)),
    aboutCommission(intent, 'COMMISSION_DIFFERS', (rate) => rate !== view.commissionPercent, current),
    {
      ...condition('NO_COMMISSION_PENDING', !pending, pending ? percent(view.pendingCommissionPercent) : null),
      blocking: false
    }
  ]
}

function changeIsDue(view: ActionView): Condition[] {
  const { canFinalizeAtSec, timestampSec } = view
  if (canFinalizeAtSec === null)
    return [
      condition('COMMISSION_CHANGE_INITIATED', false, flag(false)),
      { ...condition('COMMISSION_DELAY_OVER', false, null), verdict: 'unknown' }
    ]
  return [
    condition('COMMISSION_CHANGE_INITIATED', true, percent(view.pendingCommissionPercent)),
    reached('COMMISSION_DELAY_OVER', canFinalizeAtSec, timestampSec)
  ]
}

function withdrawConditions(intent: PartialIntent, view: ActionView): Condition[] {
  const { withdrawAccount, freeKroWei, canWithdrawAtSec, timestampSec } = view
  const account: Quantity | null = withdrawAccount && { unit: 'address', value: withdrawAccount }
  return [
    condition('WITHDRAW_ACCOUNT_SET', withdrawAccount !== null, account),
    aboutAmount(intent, 'AMOUNT_POSITIVE', (wei) => wei > 0n, null),
    reached('DELEGATION_PERIOD_OVER', canWithdrawAtSec, timestampSec),
    jailTermOver(view),
    aboutAmount(intent, 'AMOUNT_WITHIN_FREE', (wei) => wei <= freeKroWei, kro(freeKroWei))
  ]
}

const v1Conditions = (intent: PartialIntent, { v1BalanceWei }: ActionView): Condition[] => [
  aboutAmount(intent, 'AMOUNT_POSITIVE', (wei) => wei > 0n, null, eth),
  aboutAmount(intent, 'AMOUNT_WITHIN_V1_BALANCE', (wei) => wei <= v1BalanceWei, eth(v1BalanceWei), eth)
]

const registeredOrMore = (view: ActionView): Condition =>
  condition(
    'STATUS_REGISTERED_OR_MORE',
    validatorStatuses.indexOf(view.status) >= validatorStatuses.indexOf('REGISTERED'),
    status(view.status),
    status('REGISTERED')
  )

/** `inJail` stays true after the term, until `tryUnjail`: then time is no obstacle any more. */
const notInJail = ({ inJail, jailExpiresAtSec, timestampSec }: ActionView): Condition => ({
  ...condition('NOT_IN_JAIL', !inJail, inJail ? moment(jailExpiresAtSec) : null),
  untilSec: inJail && jailExpiresAtSec > timestampSec ? jailExpiresAtSec : null
})

const jailTermOver = ({ jailExpiresAtSec, timestampSec }: ActionView): Condition =>
  reached('JAIL_TERM_OVER', jailExpiresAtSec, timestampSec)

function reached(code: Condition['code'], atSec: number, nowSec: number): Condition {
  const met = nowSec >= atSec
  return { ...condition(code, met, moment(atSec)), untilSec: met ? null : atSec }
}

type Judge<T> = (value: T) => boolean

function aboutAmount(
  intent: PartialIntent,
  code: Condition['code'],
  judge: Judge<bigint>,
  wanted: Quantity | null,
  unit: (wei: bigint) => Quantity = kro
): Condition {
  const wei = 'amountWei' in intent ? intent.amountWei : null
  const verdict: Verdict = wei === null ? 'unknown' : verdictOf(judge(wei))
  return { ...condition(code, false, wei === null ? null : unit(wei), wanted), verdict, field: 'amount' }
}

function aboutCommission(
  intent: PartialIntent,
  code: Condition['code'],
  judge: Judge<number>,
  wanted: Quantity
): Condition {
  const rate = 'commissionPercent' in intent ? intent.commissionPercent : null
  const verdict: Verdict = rate === null ? 'unknown' : verdictOf(judge(rate))
  return { ...condition(code, false, rate === null ? null : percent(rate), wanted), verdict, field: 'commission' }
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
