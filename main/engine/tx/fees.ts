import type { FeeBasis } from './tx-chain.ts'
import type { FeePolicy } from './types.ts'

export type Fees = { maxFeeWei: bigint; tipWei: bigint }
export type ChosenFees = Fees & { atFeeCap: boolean }

const gwei = 1_000_000_000n
const limitThresholdWei = 100n * gwei
const limitMultiplier = 5n
/** What pools ask of a replacement at least, in percent, on both fees. */
const poolBumpPercent = 10n

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const raise = (wei: bigint, percent: bigint): bigint => (wei * (100n + percent) + 99n) / 100n

/** Both fees may come from different attempts: a replacement has to beat whichever of them a node holds. */
export const highestFees = (attempts: readonly Fees[]): Fees => ({
  maxFeeWei: attempts.map((a) => a.maxFeeWei).reduce(max, 0n),
  tipWei: attempts.map((a) => a.tipWei).reduce(max, 0n)
})

/** Fees for a transaction that replaces nothing: twice the base fee plus the tip, so that six full blocks in a row cannot outprice it. */
export function suggestFees(basis: FeeBasis, policy: FeePolicy): Fees {
  const tipWei = max(basis.tipWei, policy.minPriorityFeeWei)
  return { tipWei, maxFeeWei: basis.baseFeeWei * 2n + tipWei }
}

/** The most that may be offered: the operator's cap, and above 100 gwei no more than five times the suggestion (the reference's bound). */
const feeLimitWei = (suggested: Fees, policy: FeePolicy): bigint =>
  min(policy.maxFeePerGasCapWei, max(limitThresholdWei, suggested.maxFeeWei * limitMultiplier))

/** Fees of the first attempt, cut at the limit. */
export function firstFees(basis: FeeBasis, policy: FeePolicy): ChosenFees {
  const suggested = suggestFees(basis, policy)
  const limitWei = feeLimitWei(suggested, policy)
  const maxFeeWei = min(suggested.maxFeeWei, limitWei)
  return { maxFeeWei, tipWei: min(suggested.tipWei, maxFeeWei), atFeeCap: suggested.maxFeeWei > limitWei }
}

/** Fees that replace `last` in a pool: both raised by `bumpPercent` (times `steps`) or to the suggestion, whichever is more. Null when the limit leaves no room for the 10 % that pools ask for. */
export function raisedFees(
  last: Fees,
  { basis, policy, steps = 1 }: { basis: FeeBasis; policy: FeePolicy; steps?: number }
): ChosenFees | null {
  const suggested = suggestFees(basis, policy)
  const limitWei = feeLimitWei(suggested, policy)
  const percent = max(policy.bumpPercent, poolBumpPercent) * BigInt(Math.max(1, steps))
  const least: Fees = { maxFeeWei: raise(last.maxFeeWei, poolBumpPercent), tipWei: raise(last.tipWei, poolBumpPercent) }
  if (least.maxFeeWei > limitWei) return null
  const wantedWei = max(raise(last.maxFeeWei, percent), suggested.maxFeeWei)
  const maxFeeWei = min(wantedWei, limitWei)
  const tipWei = min(max(raise(last.tipWei, percent), suggested.tipWei), maxFeeWei)
  if (tipWei < least.tipWei) return null
  return { maxFeeWei, tipWei, atFeeCap: wantedWei > limitWei }
}
