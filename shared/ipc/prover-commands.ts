import { z } from 'zod'
import type { ProverOverview } from '../domain/prover.ts'

const overview = { input: z.undefined(), output: z.custom<ProverOverview | null>() }

/** The prover proxy and its machine; each answers the state right after, null where neither is configured. */
export const proverCommands = {
  'prover.state': overview,
  /** Starts the machine, asks for `spec`, stops it; how it went stands in the state. While one runs nothing is begun. */
  'prover.rehearse': overview,
  /** Stops a machine that runs without a lease. */
  'prover.stopMachine': overview
} as const
