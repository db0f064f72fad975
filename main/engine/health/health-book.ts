import type { HealthItem, Severity } from '../../../shared/domain/health.ts'
import type { Clock } from '../runtime/clock.ts'

/** Something that is not in order right now. Code and subject name it; `raiseAfterMs` and `clearAfterMs` keep short flutter from the screen. */
export type Problem = {
  code: string
  severity: Severity
  message: string
  subject: string | null
  raiseAfterMs?: number
  clearAfterMs?: number
}

type Entry = { problem: Problem; sinceMs: number; lastSeenMs: number; raised: boolean }

export type HealthBook = {
  /** Takes the whole list of what is wrong now; raises and clears what changed. */
  update(problems: readonly Problem[]): void
  /** Raised items, the worst first. */
  items(): HealthItem[]
}

const rank: Record<Severity, number> = { critical: 0, warning: 1, notice: 2, ok: 3 }
const defaultClearAfterMs = 5_000
const keyOf = (p: { code: string; subject: string | null }): string => `${p.code} ${p.subject ?? ''}`

const itemOf = ({ problem, sinceMs }: Entry): HealthItem => ({
  code: problem.code,
  severity: problem.severity,
  message: problem.message,
  subject: problem.subject,
  sinceMs
})

/** Named things that are out of order, with hysteresis: a problem is raised once it has lasted `raiseAfterMs` and cleared once it has been gone for `clearAfterMs`. */
export function createHealthBook(deps: {
  clock: Clock
  onChange: (change: { raised: HealthItem[]; cleared: string[] }) => void
}): HealthBook {
  const entries = new Map<string, Entry>()

  const see = (problem: Problem, nowMs: number): HealthItem | null => {
    const known = entries.get(keyOf(problem))
    const entry = known ?? { problem, sinceMs: nowMs, lastSeenMs: nowMs, raised: false }
    const worse = entry.raised && entry.problem.severity !== problem.severity
    entry.problem = problem
    entry.lastSeenMs = nowMs
    entries.set(keyOf(problem), entry)
    const due = !entry.raised && nowMs - entry.sinceMs >= (problem.raiseAfterMs ?? 0)
    entry.raised ||= due
    return due || worse ? itemOf(entry) : null
  }

  const sweep = (seen: ReadonlySet<string>, nowMs: number): string[] => {
    const cleared: string[] = []
    for (const [key, { problem, lastSeenMs, raised }] of entries) {
      const gone = nowMs - lastSeenMs >= (problem.clearAfterMs ?? defaultClearAfterMs)
      if (seen.has(key) || (raised && !gone)) continue
      entries.delete(key)
      if (raised) cleared.push(problem.code)
    }
    return cleared
  }

  return {
    update(problems) {
      const nowMs = deps.clock.now()
      const raised = problems.map((p) => see(p, nowMs)).filter((x) => x !== null)
      const cleared = sweep(new Set(problems.map(keyOf)), nowMs)
      if (raised.length + cleared.length > 0) deps.onChange({ raised, cleared })
    },
    items: () =>
      [...entries.values()]
        .filter((e) => e.raised)
        .map(itemOf)
        .sort((a, b) => rank[a.severity] - rank[b.severity] || a.sinceMs - b.sinceMs)
  }
}
