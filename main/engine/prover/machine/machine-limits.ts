import type { MachineLimits } from './decide-machine.ts'

type Patience = {
  awsTimeoutMs: number
  probeTimeoutMs: number
  /** Failed calls of AWS in a row before those who wait are told. */
  attempts: number
  /** After a start of the app, how long a machine with proofs under way waits for somebody to ask for them again. */
  reattachMs: number
  /** For the stop when the app ends. */
  exitMs: number
}

export type AllLimits = MachineLimits & Patience

export const defaultLimits: AllLimits = {
  pollMs: 5_000,
  probeMs: 1_000,
  readyLookMs: 300_000,
  idleLookMs: 3_600_000,
  settleMs: 15_000,
  readyWithinMs: 900_000,
  backoff: { baseMs: 2_000, maxMs: 60_000, resetAfterMs: 0, jitter: () => 1 },
  awsTimeoutMs: 20_000,
  probeTimeoutMs: 5_000,
  attempts: 5,
  reattachMs: 45_000,
  exitMs: 6_000
}
