import type { AppError } from '../../../shared/errors.ts'
import type { Lane, TxOutcome, TxRequest } from './types.ts'

/** One `submit` that has not been answered yet. */
export type Job = {
  request: TxRequest
  signal: AbortSignal
  seq: number
  /** Refusals in a row, of a kind that we cannot name, while preparing. */
  refusals: number
  settle(outcome: TxOutcome): void
  fail(error: AppError): void
}

const rank: Record<Lane, number> = { dispute: 0, submission: 1, operator: 2 }

export const outranks = (a: Lane, b: Lane): boolean => rank[a] < rank[b]

/** In the order in which they may use the key: by lane, then first come, first served. */
export const inTurn = (jobs: readonly Job[]): Job[] =>
  [...jobs].sort((a, b) => rank[a.request.lane] - rank[b.request.lane] || a.seq - b.seq)
