export const commissionProblems = ['COMMISSION_EMPTY', 'COMMISSION_NOT_WHOLE', 'COMMISSION_OUT_OF_RANGE'] as const
export type CommissionProblem = (typeof commissionProblems)[number]
export type ParsedCommission = { ok: true; percent: number } | { ok: false; problem: CommissionProblem }

/** A commission rate as typed: a whole number of percent, 0 to 100. */
export function parseCommission(typed: string): ParsedCommission {
  const text = typed.trim()
  if (text === '') return { ok: false, problem: 'COMMISSION_EMPTY' }
  if (/^-\d+$/.test(text)) return { ok: false, problem: 'COMMISSION_OUT_OF_RANGE' }
  if (!/^\d+$/.test(text)) return { ok: false, problem: 'COMMISSION_NOT_WHOLE' }
  const percent = Number(text)
  return percent <= 100 ? { ok: true, percent } : { ok: false, problem: 'COMMISSION_OUT_OF_RANGE' }
}
