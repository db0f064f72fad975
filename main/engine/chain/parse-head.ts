import type { Hash } from '../../../shared/domain/hex.ts'
import type { Head } from '../../../shared/domain/snapshot.ts'
import { AppError } from '../../../shared/errors.ts'
import { answerReader } from './answer-reader.ts'

export type HeadWithParent = Head & { parentHash: Hash }

/** A block header as eth_getBlockByNumber and newHeads give it, checked. Throws RPC_BAD_ANSWER. */
export function parseHead(raw: unknown): HeadWithParent {
  const header = reader.object(raw, 'block')
  return {
    number: BigInt(reader.integer(header.number, 'number')),
    hash: reader.hash(header.hash, 'hash'),
    parentHash: reader.hash(header.parentHash, 'parentHash'),
    timestampSec: reader.integer(header.timestamp, 'timestamp')
  }
}

const reader = answerReader((what) => {
  throw new AppError(
    { code: 'RPC_BAD_ANSWER', method: 'eth_getBlockByNumber', what },
    { message: `The node's block header is malformed (${what})`, retryable: true }
  )
})
