import type { OutputPoint } from '../../shared/ipc/contract.ts'
import type { Spending } from './judge/judge-validator.ts'

const daySec = 86_400
const windowDays = 30

/** What own outputs cost in the last 30 days, or since the first one when that is later; null without any. */
export function spendingOf(
  points: readonly Pick<OutputPoint, 'submittedAtSec' | 'feeWei'>[],
  nowSec: number
): Spending | null {
  const recent = points.filter(
    ({ submittedAtSec, feeWei }) => feeWei !== null && nowSec - submittedAtSec <= windowDays * daySec
  )
  if (recent.length === 0) return null
  const first = Math.min(...recent.map(({ submittedAtSec }) => submittedAtSec))
  return {
    spentWei: recent.reduce((sum, { feeWei }) => sum + (feeWei ?? 0n), 0n),
    sinceDays: Math.min(windowDays, Math.max(0, nowSec - first) / daySec)
  }
}
