import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { type Rpc, toQuantity } from '../rpc.ts'

/** The fields of a block that the rollup node works with. `raw` is the node's own JSON (hashes of its transactions only). */
export type Header = {
  number: number
  hash: Hash
  parentHash: Hash
  timestampSec: number
  stateRoot: Hash
  raw: Record<string, unknown>
}

type RawBlock = { number: Hex; hash: Hash; parentHash: Hash; timestamp: Hex; stateRoot: Hash }
export type BlockTag = 'latest' | 'safe' | 'finalized'

/** The block of that number or tag, or null when the chain has none. */
export async function readHeader(rpc: Rpc, at: number | BlockTag): Promise<Header | null> {
  const block = await rpc<(RawBlock & Record<string, unknown>) | null>('eth_getBlockByNumber', [
    typeof at === 'number' ? toQuantity(at) : at,
    false
  ])
  if (block === null) return null
  const { number, hash, parentHash, timestamp, stateRoot } = block
  return { number: Number(number), hash, parentHash, timestampSec: Number(timestamp), stateRoot, raw: block }
}
