import type { ProofProgress } from '../../../shared/domain/challenge.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { type ProofCalldata, type ProofRequest, type Prover, proofKey } from '../challenge/proof-port.ts'
import type { Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import { otherStep } from './check-proof.ts'
import type { ProofBackend, Report } from './proof-backend.ts'
import type { ProofKeeper } from './proof-keeper.ts'
import type { ProofVerifier } from './proof-verifier.ts'
import { createSharedRuns } from './shared-runs.ts'

type Kind = ProofRequest['kind']

export type ProverDeps = {
  /** Null where none is configured. */
  backends: Record<Kind, ProofBackend | null>
  verifier: Pick<ProofVerifier, 'refusal'>
  keeper: ProofKeeper
  clock: Clock
  log: Logger
  /** Told whenever the progress of some proof changed. */
  onProgress?: (key: string) => void
}

/** How many finished pieces of work are remembered for the screen. */
const mostRemembered = 100

/** The prover port over both back-ends: equal requests share one run, every proof is put to the contract's own view before it counts, and one that the contract refuses twice is made anew. */
export function createProver({ backends, verifier, keeper, clock, log, onProgress = () => {} }: ProverDeps): Prover {
  const states = new Map<string, ProofProgress>()
  const runs = createSharedRuns<ProofCalldata>()
  const refusedOnce = new Set<string>()

  const show = (key: string, state: ProofProgress): void => {
    states.delete(key)
    states.set(key, state)
    const oldest = states.keys().next().value
    if (states.size > mostRemembered && oldest !== undefined) states.delete(oldest)
    onProgress(key)
  }

  /** When the work first began, also before a restart. */
  async function startedAtMs(key: string): Promise<number> {
    const kept = await keeper.get(startName(key))
    if (typeof kept === 'number' && kept <= clock.now()) return kept
    await keeper.keep(startName(key), clock.now())
    return clock.now()
  }

  async function run(key: string, request: ProofRequest, backend: ProofBackend, signal: AbortSignal) {
    const { kind, targetBlock } = request
    const common = { kind, targetBlock, startedAtMs: await startedAtMs(key) }
    const report: Report = (stage, message) => show(key, { ...common, stage, message })
    try {
      const calldata = await backend.prove(request, { signal, report })
      await putToContract({ request, calldata, backend, signal })
      await keeper.forget(startName(key))
      report('ready', null)
      log.info('prover.ready', { kind, targetBlock, tookMs: clock.now() - common.startedAtMs })
      return calldata
    } catch (error) {
      if (error instanceof AbortedError) states.delete(key)
      else report('failed', error instanceof AppError ? error.message : 'The proof failed for a reason of its own.')
      if (!(error instanceof AbortedError))
        log.warn('prover.failed', { kind, targetBlock, code: error instanceof AppError ? error.code : 'INTERNAL' })
      throw error
    }
  }

  type Made = { request: ProofRequest; calldata: ProofCalldata; backend: ProofBackend; signal: AbortSignal }

  /** L1 out of reach is no reason to withhold a proof: it is simulated again before it is sent. */
  async function putToContract({ request, calldata, backend, signal }: Made): Promise<void> {
    refuseOther(request, calldata)
    let refusal: string | null = null
    try {
      refusal = await verifier.refusal(request, calldata, signal)
    } catch (error) {
      if (error instanceof AbortedError) throw error
      log.warn('prover.not-verified', { code: error instanceof AppError ? error.code : 'INTERNAL' })
    }
    const key = proofKey(request)
    if (refusal === null) return void refusedOnce.delete(key)
    // One wrong answer of an L1 node must not cost a proof that took hours: only the second refusal drops it.
    if (refusedOnce.delete(key)) await backend.forget(request)
    else refusedOnce.add(key)
    throw refused(request, refusal)
  }

  return {
    async prove(request, signal) {
      const backend = backends[request.kind]
      if (!backend) throw missing(request.kind)
      const key = proofKey(request)
      const calldata = await runs.join(key, signal, (own) => run(key, request, backend, own))
      // A joined run may have been started for another view of the same block.
      refuseOther(request, calldata)
      return calldata
    },
    progress: (key) => states.get(key) ?? null
  }
}

const startName = (key: string): string => `started:${key}`

function refuseOther(request: ProofRequest, calldata: ProofCalldata): void {
  const other = otherStep(request, calldata)
  if (other === null) return
  throw new AppError(
    { code: 'PROOF_FOR_ANOTHER_BLOCK', detail: other },
    { message: `The proof is about something else: ${other}. It is not sent.`, retryable: true }
  )
}

const missing = (kind: Kind): AppError =>
  new AppError(
    { code: 'PROVER_MISSING', kind },
    { message: `No ${kind === 'zkevm' ? 'zkEVM' : 'zkVM'} prover is configured. Add its address in the settings.` }
  )

const refused = ({ kind, targetBlock }: ProofRequest, errorName: string): AppError =>
  new AppError(
    { code: 'PROOF_REFUSED', kind, targetBlock, errorName },
    {
      message: `The contract would refuse the ${kind} proof of block ${targetBlock} (${errorName}). It is not sent.`,
      retryable: true
    }
  )
