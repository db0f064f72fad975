import type { ActionKind, Condition, Quantity } from '../../shared/domain/action.ts'
import type { ConditionCode } from '../../shared/domain/action-codes.ts'
import type { ActionView } from '../../shared/domain/action-view.ts'

export type AsTyped = { amountWei: bigint | null; percent: number | null; account: string | null }
export const nothingTyped: AsTyped = { amountWei: null, percent: null, account: null }

const kro = (value: bigint | null): Quantity | null => (value === null ? null : { unit: 'kro-wei', value })
const eth = (value: bigint): Quantity => ({ unit: 'eth-wei', value })
const rate = (value: number | null): Quantity | null => (value === null ? null : { unit: 'percent', value })

const one = (code: ConditionCode, met: boolean | null, over: Partial<Condition> = {}): Condition => ({
  code,
  verdict: met === null ? 'unknown' : met ? 'met' : 'unmet',
  blocking: true,
  value: null,
  wanted: null,
  untilSec: null,
  field: null,
  ...over
})

const due = (code: ConditionCode, atSec: number, nowSec: number): Condition =>
  one(code, atSec <= nowSec, { value: { unit: 'time', value: atSec }, untilSec: atSec <= nowSec ? null : atSec })

const positive = ({ amountWei }: AsTyped): Condition =>
  one('AMOUNT_POSITIVE', amountWei === null ? null : amountWei > 0n, { value: kro(amountWei), field: 'amount' })

const within = (code: ConditionCode, { amountWei }: AsTyped, limit: bigint): Condition =>
  one(code, amountWei === null ? null : amountWei <= limit, {
    value: kro(amountWei),
    wanted: kro(limit),
    field: 'amount'
  })

/** Conditions as main would word them, near enough for a picture. */
export function conditionsDouble(kind: ActionKind, view: ActionView, typed: AsTyped): Condition[] {
  const { timestampSec: now, status, inJail, jailExpiresAtSec } = view
  const isStatus = (code: ConditionCode, met: boolean, wanted: Quantity | null = null): Condition =>
    one(code, met, { value: { unit: 'status', value: status }, wanted })
  const notInJail = one('NOT_IN_JAIL', !inJail, {
    value: inJail ? { unit: 'time', value: jailExpiresAtSec } : null,
    untilSec: inJail && jailExpiresAtSec > now ? jailExpiresAtSec : null
  })
  const registered = isStatus('STATUS_REGISTERED_OR_MORE', status !== 'NONE' && status !== 'EXITED', {
    unit: 'status',
    value: 'REGISTERED'
  })
  switch (kind) {
    case 'register':
      return [
        one('SIGNER_IS_EOA', true, { value: { unit: 'yes-no', value: true } }),
        isStatus('STATUS_NONE', status === 'NONE', { unit: 'status', value: 'NONE' }),
        one('AMOUNT_AT_LEAST_MIN_REGISTER', typed.amountWei === null ? null : typed.amountWei >= view.minRegisterWei, {
          value: kro(typed.amountWei),
          wanted: kro(view.minRegisterWei),
          field: 'amount'
        }),
        within('KRO_IN_WALLET', typed, view.walletKroWei),
        one('WITHDRAW_ACCOUNT_NOT_OWN', typed.account === null ? null : typed.account !== view.validator, {
          blocking: false,
          field: 'withdrawAccount'
        })
      ]
    case 'deposit':
      return [
        positive(typed),
        isStatus('STATUS_NOT_NONE', status !== 'NONE'),
        within('KRO_IN_WALLET', typed, view.walletKroWei)
      ]
    case 'activate':
      return [isStatus('STATUS_READY', status === 'READY', { unit: 'status', value: 'READY' }), notInJail]
    case 'unjail':
      return [
        one('IN_JAIL', inJail, { value: { unit: 'yes-no', value: inJail } }),
        due('JAIL_TERM_OVER', jailExpiresAtSec, now)
      ]
    case 'commission-init':
      return [
        registered,
        notInJail,
        one('COMMISSION_IN_RANGE', typed.percent === null ? null : typed.percent <= 100, {
          value: rate(typed.percent),
          wanted: rate(100),
          field: 'commission'
        }),
        one('COMMISSION_DIFFERS', typed.percent === null ? null : typed.percent !== view.commissionPercent, {
          value: rate(typed.percent),
          wanted: rate(view.commissionPercent),
          field: 'commission'
        }),
        one('NO_COMMISSION_PENDING', view.canFinalizeAtSec === null, {
          blocking: false,
          value: view.canFinalizeAtSec === null ? null : rate(view.pendingCommissionPercent)
        })
      ]
    case 'commission-finalize':
      return [
        registered,
        notInJail,
        one('COMMISSION_CHANGE_INITIATED', view.canFinalizeAtSec !== null, {
          value: view.canFinalizeAtSec === null ? null : rate(view.pendingCommissionPercent)
        }),
        ...(view.canFinalizeAtSec === null ? [] : [due('COMMISSION_DELAY_OVER', view.canFinalizeAtSec, now)])
      ]
    case 'withdraw':
      return [
        one('WITHDRAW_ACCOUNT_SET', true, { value: { unit: 'address', value: view.withdrawAccount ?? '0x' } }),
        positive(typed),
        due('DELEGATION_PERIOD_OVER', view.canWithdrawAtSec, now),
        due('JAIL_TERM_OVER', jailExpiresAtSec, now),
        within('AMOUNT_WITHIN_FREE', typed, view.freeKroWei)
      ]
    case 'submit-output':
      return [
        one('OUTPUT_MY_TURN', true, { value: { unit: 'time', value: now + 1_364 } }),
        one('OUTPUT_ROOT_AGREED', true),
        isStatus('STATUS_ACTIVE', status === 'ACTIVE', { unit: 'status', value: 'ACTIVE' }),
        notInJail
      ]
    default:
      return [
        one('AMOUNT_WITHIN_V1_BALANCE', typed.amountWei === null ? null : typed.amountWei <= view.v1BalanceWei, {
          value: typed.amountWei === null ? null : eth(typed.amountWei),
          wanted: eth(view.v1BalanceWei),
          field: 'amount'
        })
      ]
  }
}

/** What is added once the call was tried. */
export const trialConditions = (ethWei: bigint): Condition[] => [
  one('CALL_SUCCEEDS', true),
  one('NO_FOREIGN_PENDING', true, { value: { unit: 'count', value: 0 } }),
  one('FEE_COVERS_BASE', true, { value: eth(26_370_000_000n), wanted: eth(12_680_000_000n) }),
  one('ETH_FOR_FEE', ethWei > 0n, { value: eth(ethWei), wanted: eth(4_231_000_000_000_000n) })
]
