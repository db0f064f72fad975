import type { MachineRights } from './machine-rights.ts'

/** What AWS says about the instance at this moment. */
export type MachineLook = {
  state: 'pending' | 'running' | 'stopping' | 'stopped' | 'terminated'
  /** Of the kind that the settings ask for; changes with each start. Null while there is none. */
  address: string | null
  instanceType: string | null
  /** Unix milliseconds of its last start. */
  launchedAtMs: number | null
}

/** One EC2 instance. Every method is one call, throws AbortedError or an AppError made by `machineProblem`, and never retries by itself. */
export interface MachinePort {
  /** An instance that AWS does not know (any more) is `terminated`. */
  describe(signal: AbortSignal): Promise<MachineLook>
  /** Resolves when AWS accepted it, not when it runs. */
  start(signal: AbortSignal): Promise<void>
  /** Resolves when AWS accepted it. */
  stop(signal: AbortSignal): Promise<void>
  /** What the key may do, found out by dry runs, which start and stop nothing. */
  rights(signal: AbortSignal): Promise<MachineRights>
}
