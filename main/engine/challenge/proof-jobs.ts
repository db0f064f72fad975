import type { ProofProgress, ProofStep } from '../../../shared/domain/challenge.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { type ProofCalldata, type ProofRequest, type Prover, proofKey } from './proof-port.ts'
import type { ProofState } from './view.ts'

type Job = {
  request: ProofRequest
  state: 'running' | 'ready' | 'failed'
  calldata: ProofCalldata | null
  message: string | null
  retryAtSec: number | null
}

type Deps = {
  prover: Prover
  /** L1 chain time. */
  nowSec: () => number
  /** The proof is there, or it failed. */
  onChange: () => void
}

export type ProofJobs = {
  /** Asks for a proof in the background; a request for the step that is under way is ignored. Resolves when it is answered. */
  run(request: ProofRequest, signal: AbortSignal): Promise<void>
  state(): ProofState | null
  /** The finished proof of this step. */
  ready(step: ProofStep): ProofCalldata | null
  progress(): ProofProgress | null
  /** The contract refused the finished proof: the prover is asked again after a pause, and looks at it again. */
  refused(message: string): void
}

/** Refusals that are about the game, not about the proof. */
const aboutTheGame =
  /\b(ImproperChallengeStatus(ToCancel)?|OutputAlreadyFinalized|OnlyChallengerCanCancel|AlreadyVerifiedPublicInput)\b/

const pauseSec = { first: 15, longest: 600 }

/** The one proof that a game needs at a time. What it took so far is kept by the prover, not here: after a restart it is asked for again and answered from there. */
export function createProofJobs({ prover, nowSec, onChange }: Deps): ProofJobs {
  let job: Job | null = null
  let failures = 0

  const failed = (request: ProofRequest, error: AppError): Job => {
    const pause = Math.min(pauseSec.longest, pauseSec.first * 2 ** Math.min(failures++, 10))
    return {
      ...{ request, state: 'failed', calldata: null, message: `${error.code}: ${error.message}` },
      retryAtSec: error.retryable ? nowSec() + pause : null
    }
  }

  return {
    async run(request, signal) {
      if (job?.state === 'running' && proofKey(job.request) === proofKey(request)) return
      const mine: Job = { request, state: 'running', calldata: null, message: null, retryAtSec: null }
      job = mine
      const ended = await prover.prove(request, signal).then(
        (calldata): Job => ({ ...mine, state: 'ready', calldata }),
        (error: unknown): Job => {
          if (signal.aborted || error instanceof AbortedError) throw new AbortedError(error)
          if (!(error instanceof AppError)) throw error
          return failed(request, error)
        }
      )
      if (job !== mine) return
      job = ended
      onChange()
    },
    state: () => job && { ...stepOf(job), state: job.state, message: job.message, retryAtSec: job.retryAtSec },
    ready: ({ kind, targetBlock }) =>
      job?.request.kind === kind && job.request.targetBlock === targetBlock ? job.calldata : null,
    progress: () => job && prover.progress(proofKey(job.request)),
    refused(message) {
      if (job?.state !== 'ready' || aboutTheGame.test(message)) return
      job = failed(job.request, new AppError({ code: 'PROOF_REFUSED' }, { message, retryable: true }))
    }
  }
}

const stepOf = ({ request: { kind, targetBlock } }: Job): ProofStep => ({ kind, targetBlock })
