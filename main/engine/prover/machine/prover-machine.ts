import type { Service } from '../../runtime/supervise.ts'
import type { CostCaps, Run, Spent } from './cost-guard.ts'
import type { MachineDecision } from './decide-machine.ts'
import type { MachineProblem } from './machine-problem.ts'
import type { MachineState } from './machine-view.ts'

export type MachineSettings = {
  instanceId: string
  urlScheme: 'http' | 'https'
  port: number
  /** Null: the list price of the instance's type. */
  pricePerHourUsd: number | null
  caps: CostCaps
}

export type MachineStatus = {
  state: MachineState
  sinceMs: number
  address: string | null
  wanted: boolean
  leased: boolean
  /** Since when it may run on our account and nobody needs it; null otherwise. */
  unneededSinceMs: number | null
  /** It runs, and not for this app. */
  orphan: boolean
  /** An instance that the settings do not name any more and that may still run; it has to be looked at by hand. */
  otherInstance: string | null
  problem: MachineProblem | null
  next: Pick<MachineDecision, 'action' | 'reason' | 'atMs' | 'deadlineMs'>
  spent: Spent
  caps: CostCaps
  pricePerHourUsd: number | null
  /** Oldest first. */
  history: readonly { atMs: number; state: MachineState }[]
}

/** `proof`, a key, is what a restart of the app may take up again; null for other calls. */
export type UseInput = { proof: string | null; signal: AbortSignal }

/** The machine that the prover runs on: started for who needs it, stopped when nobody does. */
export type ProverMachine = Service & {
  /**
   * Runs `work` with the prover's URL once it answers there. The machine stays up until `work` has ended.
   * Throws a machine problem (see machine-problem.ts), AbortedError, or what `work` throws; `work`'s signal fires when the cost agreed is reached.
   */
  use<T>(input: UseInput, work: (url: string, signal: AbortSignal) => Promise<T>): Promise<T>
  status(): MachineStatus
  /** Times that it ran for us, of the last two months at least; the one under way until now. Oldest first. */
  runs(): readonly Run[]
  onChange(listener: () => void): () => void
  /** Proofs that were under way when the app ended last. Resolves once the service runs. */
  leftOver(): Promise<string[]>
  /** Takes over a machine that runs without a lease, so that it is stopped. */
  adopt(): Promise<void>
}
