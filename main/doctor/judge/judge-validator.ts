import type { DoctorFinding } from '../../../shared/domain/doctor.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import { failed, ok, unknown, warning } from '../check.ts'

const days = { fail: 3, warn: 14 }
const daySec = 86_400

const daysOf = (count: number): string => (count === 1 ? '1 day' : `${count} days`)
const inUnits = (wei: bigint, digits: number): string => (Number(wei / 10n ** 9n) / 1e9).toFixed(digits)
const utc = (sec: number): string => new Date(sec * 1000).toISOString().replace('.000Z', ' UTC').replace('T', ' ')

type Standing = Pick<ValidatorView, 'address' | 'status' | 'inJail' | 'jailExpiresAtSec'>

export function judgeAccount({ address, status, inJail, jailExpiresAtSec }: Standing): DoctorFinding {
  if (inJail)
    return failed(
      `${address} is in jail until ${utc(jailExpiresAtSec)}`,
      'Release it on the Stake screen from then on.'
    )
  if (status === 'ACTIVE') return ok(`${address} is ACTIVE`)
  if (status === 'NONE')
    return failed(`${address} is no validator`, 'Register it on the Stake screen, or use the key of one that is.')
  const todo = status === 'READY' ? 'Activate it' : 'Deposit KRO until it can be activated'
  return warning(`${address} is ${status}`, `${todo} on the Stake screen: it is not drawn meanwhile.`)
}

export type Spending = {
  /** In `sinceDays`, by own outputs. */
  spentWei: bigint
  sinceDays: number
}

/** `spending` is what was really paid; else `estimateWeiPerDay` stands in, from today's gas price and the chance of being drawn. */
export function judgeEth(input: {
  ethWei: bigint
  spending: Spending | null
  estimateWeiPerDay: bigint | null
}): DoctorFinding {
  const { ethWei, spending, estimateWeiPerDay } = input
  const has = `${inUnits(ethWei, 4)} ETH`
  const todo = 'Send ETH to the validator account.'
  if (ethWei === 0n) return failed(has, `Nothing can be submitted or defended. ${todo}`)
  const perDay = spending && spending.spentWei > 0n ? dailyOf(spending) : (estimateWeiPerDay ?? 0n)
  if (perDay === 0n) return unknown(`${has}; what a day costs is not known yet`)
  const basis =
    spending && spending.spentWei > 0n
      ? `by what the last ${spending.sinceDays <= 1 ? 'day' : daysOf(Math.ceil(spending.sinceDays))} cost`
      : 'by today’s gas price'
  const left = Math.floor(Number((ethWei * 100n) / perDay) / 100)
  const value = `${has}, enough for ${left > 9_999 ? 'more than 9999 days' : `about ${daysOf(left)}`} ${basis}`
  if (left < days.fail) return failed(value, todo)
  return left < days.warn ? warning(value, todo) : ok(value)
}

const dailyOf = ({ spentWei, sinceDays }: Spending): bigint =>
  (spentWei * BigInt(daySec)) / BigInt(Math.max(1, Math.round(Math.max(1, sinceDays) * daySec)))

/** An output's bond comes back when it is paid: in one window as many are out as are submitted. */
export function judgeBond({
  freeKroWei,
  bondedKroWei,
  bondWei
}: Pick<ValidatorView, 'freeKroWei' | 'bondedKroWei' | 'bondWei'>): DoctorFinding {
  if (bondWei === 0n) return unknown('the bond is not known')
  const outputs = freeKroWei / bondWei
  const value = `${inUnits(freeKroWei, 2)} KRO free, ${inUnits(bondedKroWei, 2)} bonded: enough for ${outputs} more output${outputs === 1n ? '' : 's'} of ${inUnits(bondWei, 2)} KRO each`
  if (outputs === 0n && bondedKroWei === 0n) return failed(value, 'Deposit KRO on the Stake screen.')
  if (outputs < 2n)
    return warning(value, 'A challenge beside an output takes a bond too. Deposit KRO on the Stake screen.')
  return ok(value)
}
