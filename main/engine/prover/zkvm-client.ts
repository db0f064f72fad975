import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ProofRequest, ZkVmProof } from '../challenge/proof-port.ts'
import type { Backoff } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'
import { otherStep } from './check-proof.ts'
import { createDoubts } from './doubts.ts'
import { followRequest } from './follow-request.ts'
import { createPatience } from './patience.ts'
import type { ProofBackend, Report } from './proof-backend.ts'
import { proofCodec } from './proof-codec.ts'
import type { ProofKeeper } from './proof-keeper.ts'
import { anotherBlock, type ProverService, proverError } from './prover-error.ts'
import type { VmProof, ZkVmServices } from './zkvm-services.ts'
import { otherValue, zkVmValues } from './zkvm-values.ts'

type Deps = {
  services: ZkVmServices
  keeper: ProofKeeper
  /** `ZKProofVerifier.zkVmProgramVKey`. */
  programVKey: (signal: AbortSignal) => Promise<Hash>
  clock: Clock
  /** For witness and proof together. */
  timeoutMs: number
  pollMs: number
  backoff: Backoff
}

type Ctx = { signal: AbortSignal; report: Report }

const prover: ProverService = 'zkVM prover'
const generator: ProverService = 'witness generator'
const nameOf = ({ targetBlockHash, l1Head }: ProofRequest): string => `zkvm:${targetBlockHash}:${l1Head}`
/** Longest proof that is believed; real ones have a few hundred bytes. */
const mostProofBytes = 100_000
/** Questions in a row without a usable answer. */
const mostTries = 5

/** Proofs from a witness generator and a zkVM prover's proxy. What is under way there is found again after a restart, by looking before asking. Protocol: proofs, zkVM. */
export function createZkVmClient(deps: Deps): ProofBackend {
  const { services, keeper, clock, backoff } = deps
  const patiently = createPatience({ clock, backoff, attempts: mostTries })
  const doubts = createDoubts()

  /** Both services must run the program whose proofs the contract takes. Throws PROVER_VERSIONS_DIFFER, PROVER_WRONG_PROGRAM. */
  async function checkSpecs(signal: AbortSignal): Promise<Hash> {
    const [vkey, specs] = await Promise.all([deps.programVKey(signal), patiently(() => services.specs(signal), signal)])
    const { witness, prover: proving } = specs
    if (witness.sp1Version !== proving.sp1Version) throw versionsDiffer(witness.sp1Version, proving.sp1Version)
    checkKey(generator, witness.programVKey, vkey)
    checkKey(prover, proving.programVKey, vkey)
    return vkey
  }

  async function witnessOf(request: ProofRequest, { signal, report }: Ctx, endMs: number): Promise<string> {
    report('witness', null)
    const { witness } = await followRequest({
      ...deps,
      service: generator,
      what: 'the witness',
      look: () => patiently(() => services.getWitness(request, signal), signal),
      ask: () => patiently(() => services.requestWitness(request, signal), signal),
      signal,
      endMs
    })
    return witness ?? ''
  }

  async function proofOf(request: ProofRequest, ctx: Ctx, endMs: number): Promise<VmProof> {
    const { signal, report } = ctx
    async function ask() {
      const witness = await witnessOf(request, ctx, endMs)
      report('proving', null)
      return patiently(() => services.requestProve(request, witness, signal), signal)
    }
    // What is completed there would only be answered again; a service that makes it anew does so now.
    if (doubts.takeTurn(nameOf(request))) await ask()
    return followRequest({
      ...deps,
      service: prover,
      what: 'the proof',
      look: () => patiently(() => services.getProof(request, signal), signal),
      ask,
      onLook: ({ status, requestId }) => {
        if (status === 'Processing') report('proving', requestId === null ? null : `request ${requestId}`)
      },
      signal,
      endMs
    })
  }

  return {
    async prove(request, ctx) {
      const kept = proofCodec.zkVm.decode(await keeper.get(nameOf(request)))
      if (kept && otherStep(request, { kind: 'zkvm', proof: kept }) === null) return { kind: 'zkvm', proof: kept }
      ctx.report('collecting', null)
      const endMs = clock.now() + deps.timeoutMs
      const vkey = await checkSpecs(ctx.signal)
      const made = await proofOf(request, ctx, endMs)
      doubts.made(nameOf(request), made.requestId)
      const proof = orDoubted(made, request, vkey)
      await keeper.keep(nameOf(request), proofCodec.zkVm.encode(proof))
      return { kind: 'zkvm', proof }
    },
    async forget(request) {
      doubts.doubt(nameOf(request))
      await keeper.forget(nameOf(request))
    }
  }

  function orDoubted(made: VmProof, request: ProofRequest, vkey: Hash): ZkVmProof {
    try {
      return checked(made, request, vkey)
    } catch (error) {
      const kept = doubts.doubt(nameOf(request)) === 'again'
      if (!kept || !(error instanceof AppError)) throw error
      const which = made.requestId === null ? 'it' : `request ${made.requestId}`
      const remedy = `The service keeps it: remove ${which} from its proof store, and it is made anew.`
      throw new AppError(error.meta, {
        message: `${error.message} ${remedy}`,
        retryable: error.retryable,
        cause: error
      })
    }
  }
}

function checkKey(service: ProverService, given: Hash | null, wanted: Hash): void {
  if (given === null || given === wanted.toLowerCase()) return
  throw new AppError(
    { code: 'PROVER_WRONG_PROGRAM', service, given, wanted },
    { message: `The ${service} runs another program than the contract takes proofs of. Update it.` }
  )
}

const versionsDiffer = (witness: string, proving: string): AppError => {
  const safe = (text: string): string => text.replace(/[^\w.+-]/g, '').slice(0, 40)
  return new AppError(
    { code: 'PROVER_VERSIONS_DIFFER', witness: safe(witness), prover: safe(proving) },
    {
      message: `Witness generator (SP1 ${safe(witness)}) and zkVM prover (SP1 ${safe(proving)}) do not belong together. Update the older one.`
    }
  )
}

/** The proof as calldata. Throws PROVER_WRONG_PROGRAM, PROVER_BAD_ANSWER, PROOF_FOR_ANOTHER_BLOCK. */
function checked({ programVKey, publicValues, proof }: VmProof, request: ProofRequest, vkey: Hash): ZkVmProof {
  checkKey(prover, programVKey, vkey)
  const bad = (detail: string): never => {
    throw proverError({ code: 'PROVER_BAD_ANSWER', service: prover, detail: `getProof: ${detail}` })
  }
  const values = zkVmValues(publicValues ?? '0x') ?? bad('public values are not three words of 32 bytes')
  const other = otherValue(values, request)
  if (other !== null) throw anotherBlock(prover, other)
  const proofBytes: Hex = proof ?? bad('no proof')
  if (proofBytes.length > 2 + 2 * mostProofBytes) bad('the proof is too long')
  return { zkVmProgramVKey: vkey, publicValues: publicValues ?? '0x', proofBytes }
}
