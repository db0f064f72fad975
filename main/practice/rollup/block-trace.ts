import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import { RpcFault } from '../json-rpc-server.ts'
import type { Rpc } from '../rpc.ts'
import { headerFields } from './public-input-proof.ts'

/** What a zkEVM prover is given about one block: its header, its transactions, and the state roots before and after. */
export type BlockTrace = {
  version: string
  chainID: number
  coinbase: { address: Hex; nonce: number; balance: Hex }
  header: Record<string, unknown> & { hash: Hash; number: Hex }
  transactions: { type: number; nonce: number; txHash: Hash; from: Hex; to: Hex | null; value: Hex; data: Hex }[]
  storageTrace: { rootBefore: Hash; rootAfter: Hash; proofs: Record<string, never> }
  executionResults: { gas: number; failed: boolean; returnValue: string; structLogs: never[] }[]
}

type Block = Record<string, unknown> & {
  hash: Hash
  parentHash: Hash
  number: Hex
  stateRoot: Hash
  miner: Hex
  transactions: Transaction[]
}
type Transaction = { type: Hex; nonce: Hex; hash: Hash; from: Hex; to: Hex | null; value: Hex; input: Hex; gas: Hex }

/** `kroma_getBlockTraceByNumberOrHash`. The practice chain keeps no states, so nothing is executed again: the trace holds what the chain itself knows. */
export async function blockTrace(l2: Rpc, at: unknown): Promise<BlockTrace> {
  const block = await blockAt(l2, at)
  const parent = await l2<Block | null>('eth_getBlockByHash', [block.parentHash, false])
  if (!parent) throw new RpcFault(-32000, `parent ${block.parentHash} not found`)
  const fields = headerFields.flatMap((name) => (block[name] === undefined ? [] : [[name, block[name]]]))
  return {
    version: 'practice',
    chainID: Number(await l2<Hex>('eth_chainId')),
    coinbase: { address: block.miner, nonce: 0, balance: '0x0' },
    header: { ...Object.fromEntries(fields), hash: block.hash, number: block.number },
    transactions: block.transactions.map(traced),
    storageTrace: { rootBefore: parent.stateRoot, rootAfter: block.stateRoot, proofs: {} },
    executionResults: block.transactions.map(({ gas }) => ({
      gas: Number(gas),
      failed: false,
      returnValue: '',
      structLogs: []
    }))
  }
}

async function blockAt(l2: Rpc, at: unknown): Promise<Block> {
  if (typeof at !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(at))
    throw new RpcFault(-32602, 'invalid argument 0: neither a block number nor a hash')
  const method = at.length === 66 ? 'eth_getBlockByHash' : 'eth_getBlockByNumber'
  const block = await l2<Block | null>(method, [at, true])
  if (!block) throw new RpcFault(-32000, `block ${at} not found`)
  return block
}

const traced = ({ type, nonce, hash, from, to, value, input }: Transaction): BlockTrace['transactions'][number] => ({
  type: Number(type),
  nonce: Number(nonce),
  txHash: hash,
  from,
  to,
  value,
  data: input
})
