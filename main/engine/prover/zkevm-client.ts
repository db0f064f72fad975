import { bytesToHex } from 'viem'
import { AppError } from '../../../shared/errors.ts'
import type { ProofRequest } from '../challenge/proof-port.ts'
import { type Backoff, backoffMs } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'
import type { ProofBackend } from './proof-backend.ts'
import type { ProofKeeper } from './proof-keeper.ts'
import { littleEndianWords, proverBytes } from './prover-bytes.ts'
import { proverError } from './prover-error.ts'
import type { ServiceRpc } from './service-rpc.ts'
import type { ZkEvmInputs } from './zkevm-inputs.ts'

type Deps = {
  rpc: ServiceRpc
  inputs: ZkEvmInputs
  keeper: ProofKeeper
  clock: Clock
  /** For the whole proof. */
  timeoutMs: number
  backoff: Backoff
}

type Answer = { proof: Uint8Array; finalPair: Uint8Array }

const proofSizes = [4_640]
const pairSizes = [192, 128]
/** What goes on chain of the pair; the prover's other two words are its public input, which the contract computes itself. */
const pairWords = 4
/** Lost connections in one call before it is given up. */
const attempts = 5
const answerName = ({ targetBlockHash }: ProofRequest): string => `zkevm:${targetBlockHash}`

/** Proofs from a zkEVM prover or its proxy. Protocol: proofs, zkEVM. */
export function createZkEvmClient({ rpc, inputs, keeper, clock, timeoutMs, backoff }: Deps): ProofBackend {
  const bad = (detail: string): never => {
    throw proverError({ code: 'PROVER_BAD_ANSWER', service: rpc.service, detail: `prove: ${detail}` })
  }

  /** A lost connection does not lose the work: provers and proxies give equal requests one proof. */
  async function ask(trace: string, signal: AbortSignal): Promise<unknown> {
    const endMs = clock.now() + timeoutMs
    for (let attempt = 1; ; attempt++) {
      try {
        return await rpc.ask({ method: 'prove', params: [trace], timeoutMs: endMs - clock.now(), signal })
      } catch (error) {
        const lost = error instanceof AppError && error.code === 'PROVER_UNREACHABLE' && error.retryable
        const waitMs = backoffMs(backoff, attempt)
        if (!lost || attempt === attempts || clock.now() + waitMs >= endMs) throw error
        await clock.sleep(waitMs, signal)
      }
    }
  }

  function read(value: unknown): Answer {
    if (typeof value !== 'object' || value === null) return bad(value === null ? 'nothing' : `a ${typeof value}`)
    const { proof, final_pair } = value as Record<string, unknown>
    return {
      proof: proverBytes(proof, proofSizes) ?? bad('proof is not 4,640 bytes'),
      finalPair: proverBytes(final_pair, pairSizes) ?? bad('final_pair is not 192 or 128 bytes')
    }
  }

  async function kept(request: ProofRequest): Promise<Answer | null> {
    const value = await keeper.get(answerName(request))
    try {
      return value === null ? null : read(value)
    } catch {
      return null
    }
  }

  return {
    async prove(request, { signal, report }) {
      report('collecting', null)
      const claim = await inputs.claim(request, signal)
      let answer = await kept(request)
      if (!answer) {
        const trace = await inputs.trace(request, signal)
        report('proving', rpc.origin)
        answer = read(await ask(trace, signal))
        await keeper.keep(answerName(request), {
          proof: bytesToHex(answer.proof),
          final_pair: bytesToHex(answer.finalPair)
        })
      }
      await inputs.done(request)
      const proof = littleEndianWords(answer.proof)
      const pair = littleEndianWords(answer.finalPair).slice(0, pairWords)
      return { kind: 'zkevm', proof: { publicInputProof: claim, proof, pair } }
    },
    async forget(request) {
      await Promise.all([keeper.forget(answerName(request)), inputs.forget(request)])
    }
  }
}
