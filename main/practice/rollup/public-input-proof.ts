import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import type { Rpc } from '../rpc.ts'
import type { Header } from './headers.ts'
import type { AccountProof } from './passer-proofs.ts'

/** What `kroma_outputWithProofAtBlock` adds: the header and the transactions of the next block, and the message passer's account in this block's state. */
export type PublicInputProofJson = {
  nextBlock: Record<string, unknown>
  nextTransactions: unknown[]
  l2ToL1MessagePasserBalance: number
  l2ToL1MessagePasserCodeHash: Hash
  merkleProof: Hex[]
}

/** The fields of a header as nodes write them. */
export const headerFields = [
  'parentHash',
  'sha3Uncles',
  'miner',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'extraData',
  'mixHash',
  'nonce',
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'hash'
]

/** `nextBlock` has the header fields that the chain has (no blob fields before Cancun). The predeploy never holds ETH on the practice chain, so its balance fits a JSON number. */
export async function publicInputProof(input: {
  l2: Rpc
  next: Header
  proof: AccountProof
}): Promise<PublicInputProofJson> {
  const { l2, next, proof } = input
  const block = await l2<{ transactions: unknown[] } | null>('eth_getBlockByHash', [next.hash, true])
  return {
    nextBlock: Object.fromEntries(
      headerFields.flatMap((name) => (next.raw[name] === undefined ? [] : [[name, next.raw[name]]]))
    ),
    nextTransactions: block?.transactions ?? [],
    l2ToL1MessagePasserBalance: Number(BigInt(proof.balance)),
    l2ToL1MessagePasserCodeHash: proof.codeHash,
    merkleProof: proof.accountProof
  }
}
