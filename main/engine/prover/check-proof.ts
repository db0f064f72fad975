import type { ProofCalldata, ProofRequest, ZkEvmProof } from '../challenge/proof-port.ts'
import { rootOf } from './public-input-proof.ts'
import { otherValue, zkVmValues } from './zkvm-values.ts'

/** Why the proof is not one of the step asked for, in words; null when it is, as far as can be told without its cryptography. Pure. */
export function otherStep(request: ProofRequest, calldata: ProofCalldata): string | null {
  if (calldata.kind !== request.kind) return `a ${calldata.kind} proof`
  if (calldata.kind === 'zkevm') return otherClaim(request, calldata.proof)
  const values = zkVmValues(calldata.proof.publicValues)
  return values ? otherValue(values, request) : 'public values that are none'
}

function otherClaim(request: ProofRequest, { publicInputProof: claim }: ZkEvmProof): string | null {
  if (claim.publicInput.blockHash !== request.targetBlockHash) return 'another block'
  if (rootOf(claim.srcOutputRootProof) !== request.sourceRoot) return 'another source root'
  return rootOf(claim.dstOutputRootProof) === request.destinationRoot ? null : 'another destination root'
}
