import { z } from 'zod'
import type { RpcLimits } from '../../../shared/config/rpc-limits.ts'
import { type RpcBudgetView, type RpcUse, requestReasons } from '../../../shared/domain/rpc-budget.ts'
import type { RequestMeter } from '../chain/types.ts'
import type { HistoryPort } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import { creditsOf } from './credits.ts'
import { type Budget, decideThinning, type Thinning } from './decide-thinning.ts'
import { type Kept, leftHours, RequestLedger } from './request-ledger.ts'

const metaKey = 'rpc-budget'

/** What is asked of the RPC endpoints in a day, kept across restarts in the history, and how much slower to poll because of it. */
export type RpcBudget = RequestMeter & {
  view(): RpcBudgetView
  thinning(): Thinning
  /** Decides anew. `exempt`: a dispute is open, or an own round is near. */
  judge(input: { exempt: boolean }): Thinning
  /** Writes it to the history when something was counted since the last time. Never throws: false where the history cannot be written, and the next save tries again. */
  save(): boolean
}

type Deps = {
  clock: Clock
  /** Left out: nothing is limited, and only what providers of known names charge counts as credits. */
  limits?: RpcLimits | undefined
  history: Pick<HistoryPort, 'getMeta' | 'setMeta'>
}

const noThinning: Thinning = { stretch: 1, because: null, exempt: false }

export function createRpcBudget({ clock, limits = { credits: 'auto' }, history }: Deps): RpcBudget {
  const ledger = new RequestLedger(clock.now(), keptIn(history.getMeta(metaKey)))
  let thinning = noThinning
  let unsaved = false

  const budgets = (nowMs: number): Budget[] => {
    const pace = ledger.pace(nowMs)
    const { l1Requests, credits } = ledger.today()
    const { l1RequestsPerDay, creditsPerDay } = limits
    return [
      { name: 'l1RequestsPerDay', limit: l1RequestsPerDay, used: l1Requests, perHour: pace?.l1 ?? null } as const,
      { name: 'creditsPerDay', limit: creditsPerDay, used: credits, perHour: pace?.credits ?? null } as const
    ].flatMap(({ limit, ...budget }) => (limit === undefined ? [] : [{ ...budget, limit }]))
  }

  const forecast = (nowMs: number): RpcBudgetView['forecast'] => {
    const pace = ledger.pace(nowMs)
    if (!pace) return null
    const { requests, l1Requests, credits } = ledger.today()
    const more = ({ polls, others }: { polls: number; others: number }): number =>
      (polls / thinning.stretch + others) * leftHours(nowMs)
    return {
      requests: Math.round(requests + more(pace.all)),
      l1Requests: Math.round(l1Requests + more(pace.l1)),
      credits: Math.round(credits + more(pace.credits))
    }
  }

  return {
    count(call) {
      const nowMs = clock.now()
      ledger.count(call, { credits: creditsOf(call, limits.credits), stretch: thinning.stretch, nowMs })
      unsaved = true
    },
    thinning: () => thinning,
    judge({ exempt }) {
      const nowMs = clock.now()
      ledger.turn(nowMs)
      const { stretch } = thinning
      thinning = decideThinning({ budgets: budgets(nowMs), leftHours: leftHours(nowMs), exempt, stretch })
      return thinning
    },
    save() {
      if (!unsaved) return true
      try {
        history.setMeta(metaKey, JSON.stringify(ledger.kept()))
        unsaved = false
      } catch {
        // The history says by itself that it is full or damaged.
      }
      return !unsaved
    },
    view() {
      const nowMs = clock.now()
      ledger.turn(nowMs)
      const { day, ...used } = ledger.today()
      return {
        day,
        takenAtMs: nowMs,
        used,
        forecast: forecast(nowMs),
        limits: {
          l1RequestsPerDay: limits.l1RequestsPerDay ?? null,
          creditsPerDay: limits.creditsPerDay ?? null
        },
        thinning,
        endpoints: summed(
          ledger.cells(),
          ({ role, origin }) => `${role} ${origin}`,
          ({ role, origin }) => ({ role, origin })
        ),
        reasons: summed(
          ledger.cells(),
          ({ reason }) => reason,
          ({ reason }) => ({ reason })
        ),
        days: ledger.days()
      }
    }
  }
}

/** Cells of one key added up, the most used first. */
function summed<C extends RpcUse, T>(
  cells: readonly C[],
  keyOf: (cell: C) => string,
  about: (cell: C) => T
): (T & RpcUse)[] {
  const sums = new Map<string, T & RpcUse>()
  for (const cell of cells) {
    const sum = sums.get(keyOf(cell)) ?? { ...about(cell), requests: 0, credits: 0 }
    sums.set(keyOf(cell), {
      ...sum,
      requests: sum.requests + cell.requests,
      credits: sum.credits + cell.credits
    })
  }
  return [...sums.values()].sort((a, b) => b.requests - a.requests || b.credits - a.credits)
}

const count = z.number().min(0)
const daySchema = z.object({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  requests: count,
  l1Requests: count,
  credits: count
})
const keptSchema = z.object({
  day: daySchema,
  cells: z
    .array(
      z.object({
        role: z.enum(['l1', 'l2', 'rollup']),
        origin: z.string().max(300),
        reason: z.enum(requestReasons),
        requests: count,
        credits: count
      })
    )
    .max(1_000),
  past: z.array(daySchema).max(60)
})

/** Counts that cannot be read are begun anew: nothing but a forecast hangs on them. */
function keptIn(text: string | null): Kept | null {
  try {
    return text === null ? null : (keptSchema.safeParse(JSON.parse(text)).data ?? null)
  } catch {
    return null
  }
}
