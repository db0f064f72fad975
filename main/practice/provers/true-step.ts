import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { computeOutputRoot, messagePasserAddress } from '../../engine/chain/output-root.ts'
import { type Rpc, toQuantity } from '../rpc.ts'

type Header = { hash: Hash; parentHash: Hash; number: Hex; timestamp: Hex; stateRoot: Hash }

/** The output roots before and after a block, as the L2 chain itself has them: what an honest proof of the block says, whatever a rollup node tells. */
export async function trueStep(input: {
  /** The L2 node, which has the proofs of older blocks too. */
  l2: Rpc
  blockHash: Hash
  /** `kroma_mpt_time`, or null. */
  mptTimeSec: number | null
}): Promise<{ sourceRoot: Hash; destinationRoot: Hash }> {
  const { l2, blockHash, mptTimeSec } = input
  const target = await header(l2, 'eth_getBlockByHash', blockHash)
  const source = await header(l2, 'eth_getBlockByHash', target.parentHash)
  const rootOf = async (block: Header, next: () => Promise<Header>): Promise<Hash> => {
    const proof = await l2<{ storageHash: Hash }>('eth_getProof', [messagePasserAddress, [], block.number])
    const forked = mptTimeSec !== null && Number(block.timestamp) >= mptTimeSec
    return computeOutputRoot({
      stateRoot: block.stateRoot,
      messagePasserStorageRoot: proof.storageHash,
      blockHash: block.hash,
      nextBlockHash: forked ? null : (await next()).hash
    })
  }
  return {
    sourceRoot: await rootOf(source, async () => target),
    destinationRoot: await rootOf(target, () =>
      header(l2, 'eth_getBlockByNumber', toQuantity(Number(target.number) + 1))
    )
  }
}

async function header(l2: Rpc, method: string, at: string): Promise<Header> {
  const found = await l2<Header | null>(method, [at, false])
  if (!found) throw new Error(`no block ${at}`)
  return found
}
