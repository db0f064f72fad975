import type { ProverOverview } from '../../../shared/domain/prover.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may ask of the prover host: see main/prover-host.ts. */
export type ProverControl = {
  state(): ProverOverview
  /** Begins a rehearsal, unless one runs. */
  beginRehearsal(): void
  stopOrphan(): Promise<void>
}

/** `prover` gives null where none is configured. */
export const proverHandlers = (
  prover: () => ProverControl | null
): Pick<Handlers, 'prover.state' | 'prover.rehearse' | 'prover.stopMachine'> => ({
  'prover.state': () => prover()?.state() ?? null,
  'prover.rehearse': () => {
    prover()?.beginRehearsal()
    return prover()?.state() ?? null
  },
  'prover.stopMachine': async () => {
    await prover()?.stopOrphan()
    return prover()?.state() ?? null
  }
})
