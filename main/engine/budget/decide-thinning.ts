import type { BudgetName } from '../../../shared/domain/rpc-budget.ts'

/** Polling is never slower than this many times its pace: events of the chain must still be found in time. */
const mostStretch = 5
/** Kept for what cannot wait: transactions, disputes, looks at deadlines. */
const keptBack = 0.1
/** A pace is held until polling could be this much quicker, so that it does not swing. */
const easeBelow = 0.8

export type Budget = {
  name: BudgetName
  limit: number
  used: number
  /** Of polling at its full pace, and of everything else; null while the pace is not known. */
  perHour: { polls: number; others: number } | null
}

export type ThinningInput = {
  budgets: readonly Budget[]
  /** Until the day ends. */
  leftHours: number
  /** A dispute is open, or an own round is near. */
  exempt: boolean
  /** The stretch that holds now. */
  stretch: number
}

export type Thinning = { stretch: number; because: BudgetName | null; exempt: boolean }

/** How much slower to poll, so that no limit is reached before the day ends. Pure and total. */
export function decideThinning({ budgets, leftHours, exempt, stretch }: ThinningInput): Thinning {
  const wants = budgets.map((budget) => ({ because: budget.name, stretch: wanted(budget, leftHours) }))
  const most = wants.reduce<{ because: BudgetName | null; stretch: number }>(
    (worst, one) => (one.stretch > worst.stretch ? one : worst),
    { because: null, stretch: 1 }
  )
  if (most.because === null) return { stretch: 1, because: null, exempt: false }
  if (exempt) return { stretch: 1, because: most.because, exempt: true }
  const hold = most.stretch < stretch && most.stretch > stretch * easeBelow
  return { stretch: hold ? stretch : most.stretch, because: most.because, exempt: false }
}

/** From 1 (not at all) to the most, in tenths. */
function wanted({ limit, used, perHour }: Budget, leftHours: number): number {
  const spendable = limit * (1 - keptBack) - used
  if (spendable <= 0) return mostStretch
  if (perHour === null) return 1
  const forPolls = spendable - perHour.others * leftHours
  if (forPolls <= 0) return perHour.polls > 0 ? mostStretch : 1
  return Math.min(mostStretch, Math.max(1, Math.ceil((perHour.polls * leftHours * 10) / forPolls) / 10))
}
