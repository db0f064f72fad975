import { z } from 'zod'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { lookAt, type Read } from '../chain/look.ts'
import type { RpcPool } from '../chain/types.ts'
import { wireCount, wireHash, wireQuantity } from '../chain/wire-values.ts'
import { createRpcTxChain } from '../tx/rpc-tx-chain.ts'
import type { Call } from '../tx/tx-chain.ts'
import { factText } from './facts.ts'

/** One provider of L1. `origin` may be shown. */
export type Source = { origin: string; pool: Pick<RpcPool, 'request'> }

export type SourceHead = { source: Source; number: bigint; timestampSec: number; hash: Hash; baseFeeWei: bigint }

/** What one source says at one block, by the names of the facts, in the order in which they are compared. */
export type Said = { source: Source; facts: Map<string, string>; baseFeeWei: bigint; tipWei: bigint }

export type Question = {
  account: Address
  reads: Record<string, Read<unknown>>
  call: Call
  /** The gas that the transaction would have; null where it is not known any more. */
  gas: bigint | null
}

const blockSchema = z.object({
  number: wireCount.transform((v) => BigInt(v)),
  timestamp: wireCount,
  hash: wireHash,
  baseFeePerGas: wireQuantity
})

/** Throws the pool's errors, RPC_BAD_ANSWER. */
export async function askHead(source: Source, tag: string, signal: AbortSignal): Promise<SourceHead> {
  const method = 'eth_getBlockByNumber'
  const answer = await source.pool.request({ method, params: [tag, false], reason: 'tx', signal })
  const parsed = blockSchema.safeParse(answer)
  if (!parsed.success) throw badAnswer(method)
  const { number, timestamp: timestampSec, hash, baseFeePerGas: baseFeeWei } = parsed.data
  return { source, number, timestampSec, hash, baseFeeWei }
}

type Place = { source: Source; number: bigint /** Its newest block. */; known: SourceHead | undefined }

/** Everything that an act depends on, at block `number`. Throws the pool's errors, RPC_BAD_ANSWER. */
export async function askFacts(
  { source, number, known: head }: Place,
  question: Question,
  signal: AbortSignal
): Promise<Said> {
  const { account } = question
  const pool = source.pool as RpcPool
  const at = `0x${number.toString(16)}`
  const ask = (method: string, params: readonly unknown[]) => pool.request({ method, params, reason: 'tx', signal })
  const [chain, block, look, nonce, fees, call] = await Promise.all([
    ask('eth_chainId', []).then((v) => known(wireQuantity, v, 'eth_chainId')),
    head?.number === number ? head : askHead(source, at, signal),
    readAll(pool, number, question, signal),
    ask('eth_getTransactionCount', [account, at]).then((v) => known(wireQuantity, v, 'eth_getTransactionCount')),
    createRpcTxChain({ pool, account }).feeBasis(signal),
    tryCall(pool, at, question, signal)
  ])
  const facts = new Map([
    ['chain id', `${chain}`],
    ['block', block.hash],
    ...look,
    ['nonce', `${nonce}`],
    ['base fee of the block', `${block.baseFeeWei}`],
    ['call', call]
  ])
  return { source, facts, baseFeeWei: fees.baseFeeWei, tipWei: fees.tipWei }
}

async function readAll(
  pool: RpcPool,
  block: bigint,
  { account, reads }: Question,
  signal: AbortSignal
): Promise<[string, string][]> {
  try {
    const look = await lookAt({ pool, multicall: null, account, reads, block, reason: 'tx', signal })
    const values = Object.entries(look.values).map(([name, value]): [string, string] => [name, factText(value)])
    return [...values, ['ETH balance', `${look.ethWei}`]]
  } catch (error) {
    const revert = revertOf(error)
    if (revert === null) throw error
    return [['contract reads', revert]]
  }
}

/** The transaction itself, tried at that block: works, or why it does not. */
async function tryCall(pool: RpcPool, at: string, { account, call, gas }: Question, signal: AbortSignal) {
  const tx = {
    from: account,
    to: call.to,
    data: call.data,
    ...(call.valueWei > 0n && { value: `0x${call.valueWei.toString(16)}` }),
    ...(gas !== null && { gas: `0x${gas.toString(16)}` })
  }
  try {
    await pool.request({ method: 'eth_call', params: [tx, at], reason: 'tx', signal })
    return 'works'
  } catch (error) {
    const revert = revertOf(error)
    if (revert === null) throw error
    return revert
  }
}

/** Nodes word their refusals differently: what is compared is that there is one. */
function revertOf(error: unknown): string | null {
  if (!(error instanceof AppError)) return null
  return error.code === 'CONTRACT_REVERT' || error.code === 'RPC_REJECTED' ? 'is refused' : null
}

function known<T>(schema: z.ZodType<T>, answer: unknown, method: string): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw badAnswer(method)
}

const badAnswer = (method: string): AppError =>
  new AppError(
    { code: 'RPC_BAD_ANSWER', method },
    { message: `An L1 endpoint gave an answer to ${method} that is not one.`, retryable: true }
  )
