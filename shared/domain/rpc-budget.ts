import type { EndpointView } from './snapshot.ts'

/** What requests are made for. */
export const requestReasons = ['gate', 'state', 'head', 'logs', 'tx', 'root', 'dispute', 'doctor', 'screen'] as const
export type RequestReason = (typeof requestReasons)[number]

/** Which limit of the settings. */
export type BudgetName = 'l1RequestsPerDay' | 'creditsPerDay'

export type RpcUse = { requests: number; credits: number }

/** How much was asked of the RPC endpoints on one day (UTC), and how much it will be at its end. */
export type RpcBudgetView = {
  /** `2026-11-22`. */
  day: string
  takenAtMs: number
  used: RpcUse & { l1Requests: number }
  /** At the end of the day, at the pace of the last hour; null until that is known. */
  forecast: (RpcUse & { l1Requests: number }) | null
  limits: Record<BudgetName, number | null>
  /** Polling is as many times slower as `stretch` says. `exempt`: it is not, although a limit is near, because of a dispute or an own round. */
  thinning: { stretch: number; because: BudgetName | null; exempt: boolean }
  /** Today, the most used first. `origin` only, never path or credentials. */
  endpoints: (RpcUse & { role: EndpointView['role']; origin: string })[]
  reasons: (RpcUse & { reason: RequestReason })[]
  /** The last 30 days with this one, oldest first. */
  days: (RpcUse & { day: string; l1Requests: number })[]
}
