import type { Hash } from '../../../shared/domain/hex.ts'
import { computeOutputRoot } from '../../engine/chain/output-root.ts'
import { RpcFault } from '../json-rpc-server.ts'
import type { Rpc } from '../rpc.ts'
import { type Header, readHeader } from './headers.ts'
import type { AccountProof, PasserProofs } from './passer-proofs.ts'
import { publicInputProof } from './public-input-proof.ts'
import type { Refs } from './refs.ts'

export type OutputsOptions = {
  l2: Rpc
  proofs: PasserProofs
  refs: Refs
  /** `kroma_mpt_time`: from this L2 time on a root no longer commits to the next block. Null: never. */
  mptTimeSec: () => number | null
  /** What a lying node says; null leaves the true root. */
  overrideRoot: (l2BlockNumber: bigint) => Hash | null
}

export type Outputs = {
  /** `optimism_outputAtBlock` */
  outputAtBlock(number: number): Promise<object>
  /** `kroma_outputWithProofAtBlock` */
  outputWithProofAtBlock(number: number): Promise<object>
}

type Parts = { block: Header; next: Header; proof: AccountProof }
const versionZero: Hash = `0x${'0'.repeat(64)}`

export function createOutputs({ l2, proofs, refs, mptTimeSec, overrideRoot }: OutputsOptions): Outputs {
  async function partsOf(number: number): Promise<Parts> {
    const [block, next] = await Promise.all([readHeader(l2, number), readHeader(l2, number + 1)])
    if (!block) throw notFound(number)
    // The node wants the next block in any case, before the fork for the root, after it for the answer.
    if (!next) throw notFound(number + 1)
    const proof = await proofs.at(block)
    if (!proof) throw new RpcFault(-32000, `failed to get contract proof at block ${number}: missing trie node`)
    return { block, next, proof }
  }

  async function answerOf(parts: Parts): Promise<object> {
    const { block, next, proof } = parts
    const [blockRef, nextBlockRef, syncStatus] = await Promise.all([
      refs.l2Ref(block),
      refs.l2Ref(next),
      refs.syncStatus()
    ])
    const outputRoot = overrideRoot(BigInt(block.number)) ?? trueRoot(parts, mptTimeSec())
    const { storageHash: withdrawalStorageRoot } = proof
    const { stateRoot } = block
    return { version: versionZero, outputRoot, blockRef, nextBlockRef, withdrawalStorageRoot, stateRoot, syncStatus }
  }

  return {
    outputAtBlock: async (number) => answerOf(await partsOf(number)),
    async outputWithProofAtBlock(number) {
      const parts = await partsOf(number)
      const { next, proof } = parts
      return { ...(await answerOf(parts)), publicInputProof: await publicInputProof({ l2, next, proof }) }
    }
  }
}

function trueRoot({ block, next, proof }: Parts, mptTimeSec: number | null): Hash {
  const forked = mptTimeSec !== null && block.timestampSec >= mptTimeSec
  return computeOutputRoot({
    stateRoot: block.stateRoot,
    messagePasserStorageRoot: proof.storageHash,
    blockHash: block.hash,
    nextBlockHash: forked ? null : next.hash
  })
}

const notFound = (number: number): RpcFault =>
  new RpcFault(
    -32000,
    `failed to get L2 block ref with sync status: failed to determine L2BlockRef of height ${number}, could not get payload: not found`
  )
