import type { ContractFunctionArgs } from 'viem'
import type { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import type { ProofProgress } from '../../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'

/** The step to prove, and everything a prover needs to know to make and to check the proof. */
export type ProofRequest = {
  kind: 'zkevm' | 'zkvm'
  outputIndex: bigint
  challenger: Address
  /** Last agreed L2 block: `targetBlock - 1`. */
  sourceBlock: bigint
  targetBlock: bigint
  targetBlockHash: Hash
  /** The challenge's l1Head, from `getChallenge`. */
  l1Head: Hash
  /** Output roots of the two blocks, as the own node gives them. */
  sourceRoot: Hash
  destinationRoot: Hash
}

type Args<N extends 'proveFaultWithZkEvm' | 'proveFaultWithZkVm'> = ContractFunctionArgs<
  typeof colosseumAbi,
  'nonpayable',
  N
>

/** `DisputeTypes.ZkEvmProof` and `ZkVmProof` of the Colosseum ABI. */
export type ZkEvmProof = Args<'proveFaultWithZkEvm'>[2]
export type ZkVmProof = Args<'proveFaultWithZkVm'>[2]

/** The last argument of `proveFaultWithZkEvm` or `proveFaultWithZkVm`. */
export type ProofCalldata = { kind: 'zkevm'; proof: ZkEvmProof } | { kind: 'zkvm'; proof: ZkVmProof }

/** Makes proofs. Both back-ends stand behind it, each with a store of its own. */
export interface Prover {
  /**
   * Resolves with the checked proof, at once when the same request (see `proofKey`) was answered before, also before a restart. A request that is under way
   * is joined, not repeated. Rejects with AbortedError when the signal fires (what runs elsewhere goes on), or with an AppError; a retryable one is worth another try.
   */
  prove(request: ProofRequest, signal: AbortSignal): Promise<ProofCalldata>
  /** How far the newest request with this key is; null when there was none. */
  progress(key: string): ProofProgress | null
}

/** Two requests with one key are the same piece of work: what is proven does not depend on the game, but for the zkVM on the game's L1 head. */
export const proofKey = ({ kind, targetBlockHash, l1Head }: ProofRequest): string =>
  kind === 'zkevm' ? `zkevm:${targetBlockHash}` : `zkvm:${targetBlockHash}:${l1Head}`
