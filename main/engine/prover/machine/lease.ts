import type { Run } from './cost-guard.ts'

/** Written before the machine starts and kept until AWS says that it is down. */
export type Lease = {
  instanceId: string
  takenAtMs: number
  /** Null until AWS accepted the start, or showed it running. */
  startedAtMs: number | null
  pricePerHourUsd: number
  /** Proofs under way, by the hash of their trace. */
  proofs: { key: string; fromMs: number }[]
}

/** What must survive a crash: whether the machine may be running for us, and what it cost so far. */
export type MachineBook = { lease: Lease | null; ended: Run[] }

export interface LeasePort {
  /** What was written last. A file that cannot be read back is moved aside and answered as `damaged`. */
  read(): Promise<MachineBook & { damaged: boolean }>
  /** Forced to disk before it resolves. Throws AppError LEASE_UNWRITABLE and leaves the old book. */
  write(book: MachineBook): Promise<void>
}
