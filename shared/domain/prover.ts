/** What AWS and the prover's answers say about the machine that the zkEVM prover runs on. */
export type ProverMachineState =
  | 'unknown'
  | 'stopped'
  | 'pending'
  | 'running-not-ready'
  | 'ready'
  | 'stopping'
  | 'terminated'
  | 'failed'

export type ProverTrouble = { code: string; message: string }

/** One proof that the proxy was asked for. */
export type ProverJob = {
  key: string
  /** Size of the trace. */
  bytes: number
  startedAtMs: number
  endedAtMs: number | null
  state: 'waiting' | 'proving' | 'done' | 'failed'
  code: string | null
  message: string | null
}

/** Found out by a dry run; `unknown` where AWS's answer told neither. */
type Right = 'allowed' | 'refused' | 'unknown'

/** What the AWS key may do. The first two it needs; the others it should not have. */
export type ProverRights = {
  start: Right
  stop: Right
  runNew: Right
  /** Of another instance of the account; `unknown` also where there is none. */
  startOthers: Right
}

/** A start of the machine for nothing but to see that it works. */
export type ProverRehearsal =
  | { state: 'running'; startedAtMs: number }
  | { state: 'passed'; endedAtMs: number; readyAfterMs: number; totalMs: number; costUsd: number }
  | { state: 'failed'; endedAtMs: number; code: string; message: string }

export type ProverMachineOverview = {
  state: ProverMachineState
  sinceMs: number
  address: string | null
  wanted: boolean
  leased: boolean
  /** Since when it may run on our account and nobody needs it; null otherwise. */
  unneededSinceMs: number | null
  /** It runs, and not for this app. */
  orphan: boolean
  /** An instance of earlier settings that may still run. */
  otherInstance: string | null
  problem: { code: string; remedy: string } | null
  next: { action: string; reason: string; atMs: number; deadlineMs: number | null }
  spent: { runUsd: number; dayUsd: number; monthUsd: number }
  caps: { perProofUsd: number; perDayUsd: number; perMonthUsd: number }
  pricePerHourUsd: number | null
  /** Oldest first. */
  history: readonly { atMs: number; state: ProverMachineState }[]
}

/** The prover proxy for the screens. */
export type ProverOverview = {
  /** Null without EC2. */
  machine: ProverMachineOverview | null
  /** Newest last. */
  jobs: readonly ProverJob[]
  /** Where others may ask; null while nobody may. */
  port: number | null
  serverProblem: ProverTrouble | null
  storeProblem: ProverTrouble | null
  /** As they were when they were last asked for; null while that is not known. */
  rights: ProverRights | null
  /** The last one; null before the first. */
  rehearsal: ProverRehearsal | null
}
