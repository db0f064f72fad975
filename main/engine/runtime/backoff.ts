/** Exponential back-off. `jitter` returns 0..1; a wait is between half of the nominal step and the whole of it. */
export type Backoff = { baseMs: number; maxMs: number; resetAfterMs: number; jitter: () => number }

/** Milliseconds to wait after failure number `attempt` (1-based). */
export const backoffMs = (backoff: Backoff, attempt: number): number =>
  Math.min(backoff.maxMs, backoff.baseMs * 2 ** Math.min(attempt - 1, 30)) * (0.5 + backoff.jitter() / 2)
