import { zkProofVerifierAbi } from '../../../shared/contracts/abi/zk-proof-verifier.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { createChainClient } from '../chain/chain-client.ts'
import { translateViemError } from '../chain/translate-viem-error.ts'
import type { RpcPool } from '../chain/types.ts'
import type { ProofCalldata, ProofRequest } from '../challenge/proof-port.ts'

/** ZKProofVerifier's own views, asked without a transaction. */
export type ProofVerifier = {
  /** The name of the contract's error, or null when it would take the proof. Throws the pool's errors. */
  refusal(request: ProofRequest, calldata: ProofCalldata, signal: AbortSignal): Promise<string | null>
  /** The zkVM program whose proofs count; asked once. */
  programVKey(signal: AbortSignal): Promise<Hash>
}

type Deps = { pool: RpcPool; chainId: number; address: Address }

/** The contract compares the destination with a stored root only where there is one. */
const noRoot: Hash = `0x${'0'.repeat(64)}`

export function createProofVerifier({ pool, chainId, address }: Deps): ProofVerifier {
  const contract = { abi: zkProofVerifierAbi, address } as const
  let vkey: Hash | null = null

  const view = async <T>(signal: AbortSignal, work: (client: ReturnType<typeof createChainClient>) => Promise<T>) => {
    try {
      return await work(createChainClient({ pool, chainId, reason: 'dispute', signal }))
    } catch (error) {
      throw translateViemError(error)
    }
  }

  return {
    async refusal({ sourceRoot, l1Head }, calldata, signal) {
      try {
        await view(signal, (client) =>
          calldata.kind === 'zkevm'
            ? client.readContract({
                ...contract,
                functionName: 'verifyZkEvmProof',
                args: [calldata.proof, sourceRoot, noRoot]
              })
            : client.readContract({
                ...contract,
                functionName: 'verifyZkVmProof',
                args: [calldata.proof, sourceRoot, noRoot, l1Head]
              })
        )
        return null
      } catch (error) {
        if (error instanceof AppError && error.code === 'CONTRACT_REVERT') return String(error.meta.errorName)
        throw error
      }
    },
    async programVKey(signal) {
      vkey ??= await view(signal, (client) => client.readContract({ ...contract, functionName: 'zkVmProgramVKey' }))
      return vkey
    }
  }
}
