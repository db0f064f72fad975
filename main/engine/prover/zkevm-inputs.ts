import { messagePasserAddress } from '../chain/output-root.ts'
import type { RpcPool } from '../chain/types.ts'
import type { ProofRequest } from '../challenge/proof-port.ts'
import { proofCodec } from './proof-codec.ts'
import type { ProofKeeper } from './proof-keeper.ts'
import { proofReader } from './proof-reader.ts'
import { inputMismatch } from './prover-error.ts'
import {
  type OutputWithProof,
  type PublicInputProof,
  publicInputProof,
  readOutputWithProof
} from './public-input-proof.ts'
import type { TraceSource } from './trace-source.ts'

/** What a zkEVM proof is made from. Both parts are kept: nodes forget old states, and a trace written differently would be another piece of work to a proxy. */
export type ZkEvmInputs = {
  /** The step as the contract wants it. Throws PROOF_INPUT_MISMATCH, or the pools' errors. */
  claim(request: ProofRequest, signal: AbortSignal): Promise<PublicInputProof>
  trace(request: ProofRequest, signal: AbortSignal): Promise<string>
  /** Drops the trace, which is large, once there is a proof. */
  done(request: ProofRequest): Promise<void>
  /** Drops all: the chain did not take it. */
  forget(request: ProofRequest): Promise<void>
}

type Deps = { rollup: RpcPool; l2: RpcPool; trace: TraceSource; keeper: ProofKeeper; timeoutMs: number }

const refuse = (what: string): never => {
  throw inputMismatch(what)
}
const reader = proofReader(refuse)
const quantity = (value: bigint): string => `0x${value.toString(16)}`
const claimName = ({ targetBlockHash, sourceRoot, destinationRoot }: ProofRequest): string =>
  `zkevm-claim:${targetBlockHash}:${sourceRoot}:${destinationRoot}`
const traceName = ({ targetBlockHash }: ProofRequest): string => `zkevm-trace:${targetBlockHash}`

export function createZkEvmInputs({ rollup, l2, trace, keeper, timeoutMs }: Deps): ZkEvmInputs {
  async function outputAt(block: bigint, signal: AbortSignal): Promise<OutputWithProof> {
    const call = { method: 'kroma_outputWithProofAtBlock', params: [quantity(block)], reason: 'dispute' } as const
    return readOutputWithProof(await rollup.request({ ...call, signal, timeoutMs }), reader)
  }

  /** Exact, where the rollup node's JSON number is not. */
  async function balanceAt(block: bigint, storageRoot: string, signal: AbortSignal): Promise<bigint> {
    const params = [messagePasserAddress, [], quantity(block)]
    const answer = await l2.request({ method: 'eth_getProof', params, reason: 'dispute', signal, timeoutMs })
    const account = reader.object(answer, 'proof')
    if (reader.hash(account.storageHash, 'proof.storageHash') !== storageRoot)
      refuse('the two nodes disagree about the message passer')
    return reader.quantity(account.balance, 'proof.balance')
  }

  async function collect(request: ProofRequest, signal: AbortSignal): Promise<PublicInputProof> {
    const { sourceBlock, targetBlock } = request
    const [source, destination] = await Promise.all([outputAt(sourceBlock, signal), outputAt(targetBlock, signal)])
    const { messagePasserStorageRoot } = destination.rootProof
    const passerBalanceWei =
      destination.passer.balanceWei ?? (await balanceAt(targetBlock, messagePasserStorageRoot, signal))
    return publicInputProof({ request, source, destination, passerBalanceWei })
  }

  return {
    async claim(request, signal) {
      const name = claimName(request)
      const kept = proofCodec.publicInputProof.decode(await keeper.get(name))
      if (kept) return kept
      const claim = await collect(request, signal)
      await keeper.keep(name, proofCodec.publicInputProof.encode(claim))
      return claim
    },
    async trace(request, signal) {
      const name = traceName(request)
      const kept = await keeper.get(name)
      if (typeof kept === 'string') return kept
      const text = await trace({ number: request.targetBlock, hash: request.targetBlockHash }, signal)
      await keeper.keep(name, text)
      return text
    },
    done: (request) => keeper.forget(traceName(request)),
    async forget(request) {
      await Promise.all([keeper.forget(traceName(request)), keeper.forget(claimName(request))])
    }
  }
}
