import { AppError } from '../../../shared/errors.ts'

/** The services that proofs come from, and the node that a block's trace comes from. */
export type ProverService = 'zkEVM prover' | 'witness generator' | 'zkVM prover' | 'L2 execution node'

/** What can go wrong with a service: it gave no answer, it took too long, it answered with an error, its answer cannot be used. */
export type ProverCode = 'PROVER_UNREACHABLE' | 'PROVER_TIMEOUT' | 'PROVER_FAILED' | 'PROVER_BAD_ANSWER'

type Problem = {
  code: ProverCode
  service: ProverService
  detail: string
  /** The service's own, where it gave one. */
  rpcCode?: number
  retryable?: boolean
  cause?: unknown
}

const texts: Record<ProverCode, (service: ProverService) => string> = {
  PROVER_UNREACHABLE: (service) => `The ${service} does not answer. Start it, or correct its address in the settings`,
  PROVER_TIMEOUT: (service) => `The ${service} took too long`,
  PROVER_FAILED: (service) => `The ${service} could not do it`,
  PROVER_BAD_ANSWER: (service) => `The answer of the ${service} cannot be used`
}

/** `detail` must be safe to show: no URL, no text of a service that was not sanitised. */
export function proverError({ code, service, detail, rpcCode, retryable = true, cause }: Problem): AppError {
  return new AppError(
    { code, service, detail, ...(rpcCode !== undefined && { rpcCode }) },
    { message: `${texts[code](service)} (${detail}).`, retryable, ...(cause !== undefined && { cause }) }
  )
}

/** The proof is sound as far as can be told, but about another step than the disputed one. */
export const anotherBlock = (service: ProverService, detail: string): AppError =>
  new AppError(
    { code: 'PROOF_FOR_ANOTHER_BLOCK', service, detail },
    { message: `The ${service} gave a proof of something else: ${detail}. It is not sent.`, retryable: true }
  )

/** The own nodes do not give what the proof of this very step needs. */
export const inputMismatch = (detail: string, cause?: unknown): AppError =>
  new AppError(
    { code: 'PROOF_INPUT_MISMATCH', detail },
    { message: `The own nodes do not give the inputs of this proof: ${detail}.`, retryable: true, cause }
  )
