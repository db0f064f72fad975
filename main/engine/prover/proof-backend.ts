import type { ProofProgress } from '../../../shared/domain/challenge.ts'
import type { ProofCalldata, ProofRequest } from '../challenge/proof-port.ts'

export type Report = (stage: ProofProgress['stage'], message: string | null) => void

/** One way to make proofs. */
export type ProofBackend = {
  /** Checked against the request, and kept so that a second call finds it. Throws the named errors of prover-error.ts, or the pools'. */
  prove(request: ProofRequest, ctx: { signal: AbortSignal; report: Report }): Promise<ProofCalldata>
  /** Drops what was kept: the chain refuses it. */
  forget(request: ProofRequest): Promise<void>
}
