/** Why a typed amount is none. */
export const amountProblems = [
  'AMOUNT_EMPTY',
  'AMOUNT_COMMA',
  'AMOUNT_EXPONENT',
  'AMOUNT_NEGATIVE',
  'AMOUNT_NOT_A_NUMBER',
  'AMOUNT_TOO_MANY_DECIMALS',
  'AMOUNT_TOO_LARGE'
] as const
export type AmountProblem = (typeof amountProblems)[number]
export type ParsedAmount = { ok: true; wei: bigint } | { ok: false; problem: AmountProblem }

/** The contracts' amounts are uint128. */
export const largestAmountWei = 2n ** 128n - 1n
const decimals = 18

/** An amount of KRO or ETH as people type it, `12` or `0.5`, in wei. Nothing is rounded, guessed or read in another notation. */
export function parseAmount(typed: string): ParsedAmount {
  const text = typed.trim()
  const problem = problemOf(text)
  if (problem) return { ok: false, problem }
  const [whole = '', fraction = ''] = text.split('.')
  const wei = BigInt(whole + fraction.padEnd(decimals, '0'))
  return wei > largestAmountWei ? { ok: false, problem: 'AMOUNT_TOO_LARGE' } : { ok: true, wei }
}

function problemOf(text: string): AmountProblem | null {
  if (text === '') return 'AMOUNT_EMPTY'
  if (/^[\d.,'’\s]*,[\d.,'’\s]*$/.test(text)) return 'AMOUNT_COMMA'
  if (/^[+-]?[\d.]+e[+-]?\d+$/i.test(text)) return 'AMOUNT_EXPONENT'
  if (/^[-−]\s*[\d.]+$/.test(text)) return 'AMOUNT_NEGATIVE'
  if (!/^\d+(\.\d+)?$/.test(text)) return 'AMOUNT_NOT_A_NUMBER'
  const [whole = '', fraction = ''] = text.split('.')
  if (fraction.length > decimals) return 'AMOUNT_TOO_MANY_DECIMALS'
  // Digits beyond any uint128 are not worth a conversion.
  return whole.replace(/^0+/, '').length > 30 ? 'AMOUNT_TOO_LARGE' : null
}
