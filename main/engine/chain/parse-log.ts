import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ChainLog } from './types.ts'

/** A log as the node sent it, checked. Throws RPC_BAD_ANSWER. Addresses, hashes and topics come out in lower case. */
export function parseLog(raw: unknown): ChainLog {
  if (typeof raw !== 'object' || raw === null) refuse('no object')
  const { address, topics, data, blockNumber, blockHash, transactionHash, logIndex, removed } = raw as Record<
    string,
    unknown
  >
  return {
    address: hexOf(address, 20, 'address') as Address,
    topics: Array.isArray(topics) ? topics.map((topic) => hexOf(topic, 32, 'topic')) : refuse('topics'),
    data: typeof data === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(data) ? (data as Hex) : refuse('data'),
    blockNumber: BigInt(quantityOf(blockNumber, 'blockNumber')),
    blockHash: hexOf(blockHash, 32, 'blockHash') as Hash,
    txHash: hexOf(transactionHash, 32, 'transactionHash') as Hash,
    logIndex: Number(quantityOf(logIndex, 'logIndex')),
    removed: removed === true
  }
}

/** What makes a log the same log: the block it is in, not its number, and its place there. */
export const logKey = (log: Pick<ChainLog, 'blockHash' | 'logIndex'>): string => `${log.blockHash}:${log.logIndex}`

/** Order on the chain. */
export const byPlace = (a: ChainLog, b: ChainLog): number =>
  a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1

function hexOf(value: unknown, bytes: number, what: string): Hex {
  if (typeof value !== 'string' || value.length !== 2 + bytes * 2 || !/^0x[0-9a-f]+$/i.test(value)) return refuse(what)
  return value.toLowerCase() as Hex
}

const quantityOf = (value: unknown, what: string): string =>
  typeof value === 'string' && /^0x[0-9a-f]{1,13}$/i.test(value) ? value : refuse(what)

function refuse(what: string): never {
  throw new AppError(
    { code: 'RPC_BAD_ANSWER', method: 'eth_getLogs', what },
    { message: `A log from the node is malformed (${what})`, retryable: true }
  )
}
