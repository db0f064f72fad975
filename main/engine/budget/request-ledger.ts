import type { RpcBudgetView } from '../../../shared/domain/rpc-budget.ts'
import type { MeteredCall } from '../chain/types.ts'

const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** What is made at a start happens once. */
const settleMs = 2 * minuteMs
const leastWindowMs = 5 * minuteMs
const daysKept = 30

type Day = RpcBudgetView['days'][number]
type Cell = Pick<MeteredCall, 'role' | 'origin' | 'reason'> & { requests: number; credits: number }
/** Polls as they would be at full pace. */
type Flow = { polls: number; others: number }
type Minute = { minute: number; l1: Flow; all: Flow; credits: Flow }

export type Kept = { day: Day; cells: Cell[]; past: Day[] }
export type Pace = { l1: Flow; all: Flow; credits: Flow }

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
export const leftHours = (nowMs: number): number => (dayMs - (nowMs % dayMs)) / hourMs

const emptyDay = (day: string): Day => ({ day, requests: 0, l1Requests: 0, credits: 0 })
const noFlow = (): Flow => ({ polls: 0, others: 0 })

/** Asked for at an interval, and not because something happened. */
const isPoll = ({ kind, reason, method }: MeteredCall): boolean =>
  kind === 'request' && (reason === 'head' || reason === 'logs' || method === 'optimism_syncStatus')

/** Counts of the day (UTC) by endpoint and reason, the days before, and the pace of the last hour. */
export class RequestLedger {
  readonly #startedMs: number
  #day: Day
  #cells = new Map<string, Cell>()
  #past: Day[] = []
  #minutes: Minute[] = []

  constructor(nowMs: number, kept: Kept | null) {
    this.#startedMs = nowMs
    this.#day = emptyDay(dayOf(nowMs))
    if (!kept) return
    this.#past = [...kept.past, kept.day].filter(({ day }) => day < this.#day.day).slice(1 - daysKept)
    if (kept.day.day !== this.#day.day) return
    this.#day = { ...kept.day }
    for (const cell of kept.cells) this.#cells.set(keyOf(cell), { ...cell })
  }

  count(call: MeteredCall, { credits, stretch, nowMs }: { credits: number; stretch: number; nowMs: number }): void {
    this.turn(nowMs)
    const requests = call.kind === 'request' ? 1 : 0
    const isL1 = call.role === 'l1'
    this.#day.requests += requests
    this.#day.credits += credits
    if (isL1) this.#day.l1Requests += requests
    const { role, origin, reason } = call
    const cell = this.#cells.get(keyOf(call)) ?? { role, origin, reason, requests: 0, credits: 0 }
    cell.requests += requests
    cell.credits += credits
    this.#cells.set(keyOf(call), cell)
    const { l1, all, credits: paid } = this.#minuteAt(nowMs)
    const flow = isPoll(call) ? 'polls' : 'others'
    const weight = isPoll(call) ? stretch : 1
    if (isL1) l1[flow] += requests * weight
    all[flow] += requests * weight
    paid[flow] += credits * weight
  }

  /** A new day begins at midnight UTC. A clock that was set back does not bring an old one again. */
  turn(nowMs: number): void {
    const day = dayOf(nowMs)
    if (day <= this.#day.day) return
    this.#past = [...this.#past, this.#day].slice(1 - daysKept)
    this.#day = emptyDay(day)
    this.#cells.clear()
  }

  /** Per hour, as of the last hour; null so soon after the start that it says nothing. */
  pace(nowMs: number): Pace | null {
    const fromMs = Math.max(this.#startedMs + settleMs, nowMs - hourMs)
    const forMs = nowMs - fromMs
    if (forMs < leastWindowMs) return null
    const recent = this.#minutes.filter(({ minute }) => minute * minuteMs >= fromMs)
    const perHour = (pick: (minute: Minute) => Flow): Flow => ({
      polls: (recent.reduce((sum, one) => sum + pick(one).polls, 0) * hourMs) / forMs,
      others: (recent.reduce((sum, one) => sum + pick(one).others, 0) * hourMs) / forMs
    })
    return { l1: perHour(({ l1 }) => l1), all: perHour(({ all }) => all), credits: perHour(({ credits }) => credits) }
  }

  today(): Readonly<Day> {
    return this.#day
  }

  cells(): readonly Cell[] {
    return [...this.#cells.values()]
  }

  days(): Day[] {
    return [...this.#past, { ...this.#day }]
  }

  kept(): Kept {
    return { day: this.#day, cells: [...this.#cells.values()], past: this.#past }
  }

  #minuteAt(nowMs: number): Minute {
    const minute = Math.floor(nowMs / minuteMs)
    const last = this.#minutes.at(-1)
    if (last?.minute === minute) return last
    const fresh = { minute, l1: noFlow(), all: noFlow(), credits: noFlow() }
    this.#minutes = [...this.#minutes.slice(-60), fresh]
    return fresh
  }
}

const keyOf = ({ role, origin, reason }: Pick<Cell, 'role' | 'origin' | 'reason'>): string =>
  `${role} ${origin} ${reason}`
