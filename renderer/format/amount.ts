const one = 10n ** 18n

export type AmountText = {
  /** Grouped and cut to the decimals asked for; never more than there is. */
  text: string
  /** False when digits were cut off. */
  exact: boolean
}

/** An amount of 18 decimals (KRO, ETH) for people. Cuts instead of rounding, so a balance never looks larger than it is; a non-zero amount never shows as 0. */
export const formatAmount = (wei: bigint, decimals = 4): AmountText => {
  const sign = wei < 0n ? '−' : ''
  const size = wei < 0n ? -wei : wei
  const unit = 10n ** BigInt(18 - decimals)
  if (size > 0n && size < unit) return { text: `${sign}<${smallest(decimals)}`, exact: false }
  const fraction = trimZeros((size % one).toString().padStart(18, '0').slice(0, decimals))
  return { text: sign + group(size / one) + (fraction && `.${fraction}`), exact: size % unit === 0n }
}

/** Every digit of an amount of 18 decimals. */
export const formatAmountExact = (wei: bigint): string => formatAmount(wei, 18).text

/** Gas prices: gwei with at most `decimals` decimals. */
export const formatGwei = (wei: bigint, decimals = 2): string => formatAmount(wei * 10n ** 9n, decimals).text

/** `12,345`. */
export const formatInteger = (value: bigint | number): string =>
  value < 0 ? `−${group(BigInt(value) * -1n)}` : group(BigInt(value))

/** `12.3 %` of two amounts without going through floating point; `0 %` when the whole is empty. */
export const formatShare = (part: bigint, whole: bigint): string => {
  if (whole <= 0n || part <= 0n) return '0 %'
  const perMille = (part * 1000n) / whole
  if (perMille === 0n) return '<0.1 %'
  const tenths = perMille % 10n
  return `${perMille / 10n}${tenths === 0n ? '' : `.${tenths}`} %`
}

/** For bar lengths and chart axes only: loses digits beyond what a screen can show. */
export const toApproximate = (wei: bigint): number => Number(wei / 10n ** 9n) / 1e9

const group = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ',')
const trimZeros = (digits: string): string => digits.replace(/0+$/, '')
const smallest = (decimals: number): string => `0.${'0'.repeat(decimals - 1)}1`
