/** One figure with what it should be. `reference` is the same work done the reference's way, in the same unit; null where that has no meaning. */
export type Budget = {
  name: string
  goal: { atMost: number } | { atLeast: number } | null
  measured: number
  unit: string
  reference: number | null
  /** How it was measured: counts, runs, assumptions. */
  how: string
}

/** A budget as `--json` prints it. `met` is null where there is no goal. */
export type Reported = Omit<Budget, 'goal'> & { goal: string | null; met: boolean | null }

/** A group of budgets that are measured together. */
export type Measurer = {
  name: string
  about: string
  /** Takes seconds and needs no browser: part of the smoke test. */
  cheap: boolean
  measure(context: BenchContext): Promise<Budget[]>
}

export type BenchContext = {
  /** How often a noisy figure is taken; at least 5 where it counts. */
  runs: number
  /** Minutes of compressed practice for the memory figures. */
  minutes: number
  signal: AbortSignal
  say(line: string): void
}

export function reported({ goal, ...budget }: Budget): Reported {
  return { ...budget, measured: rounded(budget.measured), goal: inWords(goal), met: isMet(goal, budget.measured) }
}

/** Three digits that count; whole numbers above a hundred. */
export function rounded(value: number): number {
  if (!Number.isFinite(value)) return value
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

function inWords(goal: Budget['goal']): string | null {
  if (goal === null) return null
  return 'atMost' in goal ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`
}

function isMet(goal: Budget['goal'], measured: number): boolean | null {
  if (goal === null) return null
  if (Number.isNaN(measured)) return false
  return 'atMost' in goal ? measured <= goal.atMost : measured >= goal.atLeast
}
