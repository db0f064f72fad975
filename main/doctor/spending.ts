import type { MoneySummary } from '../../shared/domain/money.ts'
import type { Spending } from './judge/judge-validator.ts'

const daySec = 86_400
const windowDays = 30

/** How many rows of days to ask for: `spendingOf` looks at no more. */
export const spendingDays = windowDays + 1

/** What the gas of own transactions cost in the last 30 days, or since the first movement when that is later; null without any. `rows` are days (UTC). */
export function spendingOf(
  { rows, sinceSec }: Pick<MoneySummary, 'rows' | 'sinceSec'>,
  nowSec: number
): Spending | null {
  const fromSec = nowSec - windowDays * daySec
  const firstDay = new Date(fromSec * 1000).toISOString().slice(0, 10)
  const spentWei = rows.reduce((sum, { key, gasWei }) => (key > firstDay ? sum + gasWei : sum), 0n)
  if (spentWei === 0n || sinceSec === null) return null
  return { spentWei, sinceDays: (nowSec - Math.max(fromSec, Math.min(sinceSec, nowSec))) / daySec }
}
