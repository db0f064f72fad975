import { z } from 'zod'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { contractRevert } from '../chain/translate-viem-error.ts'
import type { RpcPool } from '../chain/types.ts'
import { wireAddress, wireCount, wireHash, wireQuantity } from '../chain/wire-values.ts'
import { findByNonce } from './find-by-nonce.ts'
import { refusalOf } from './refusal-of.ts'
import type { Call, FeeBasis, MinedTx, TxChain } from './tx-chain.ts'

const accessListTimeoutMs = 2_000
const feeBlocks = '0x5'
const tipPercentile = 50

const receiptSchema = z.object({
  transactionHash: wireHash,
  blockNumber: wireCount,
  blockHash: wireHash,
  status: wireCount,
  gasUsed: wireQuantity,
  effectiveGasPrice: wireQuantity
})
const feeHistorySchema = z.object({
  baseFeePerGas: z.array(wireQuantity).min(1),
  reward: z.array(z.array(wireQuantity)).nullish()
})
const accessListSchema = z.object({
  accessList: z.array(z.object({ address: wireAddress, storageKeys: z.array(wireHash) })),
  error: z.string().optional()
})

type Options = {
  pool: Pick<RpcPool, 'request'>
  account: Address
}

/** The queue's questions as JSON-RPC through the pool. Answers of an unexpected shape throw RPC_BAD_ANSWER (retryable). */
export function createRpcTxChain({ pool, account }: Options): TxChain {
  const ask = (method: string, params: readonly unknown[], signal: AbortSignal, timeoutMs?: number): Promise<unknown> =>
    pool.request({ method, params, reason: 'tx', signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  const number = async (method: string, params: readonly unknown[], signal: AbortSignal): Promise<bigint> =>
    parse(wireQuantity, await ask(method, params, signal), method)
  const count = async (method: string, params: readonly unknown[], signal: AbortSignal): Promise<number> =>
    parse(wireCount, await ask(method, params, signal), method)
  const asking = async <T>(work: Promise<T>): Promise<T> => work.catch((error) => Promise.reject(translate(error)))

  return {
    account,
    async genesisHash(signal) {
      const block = await ask('eth_getBlockByNumber', ['0x0', false], signal)
      return parse(z.object({ hash: wireHash }), block, 'eth_getBlockByNumber').hash
    },
    headNumber: async (signal) => BigInt(await count('eth_blockNumber', [], signal)),
    minedNonce: (signal) => count('eth_getTransactionCount', [account, 'latest'], signal),
    pendingNonce: (signal) => count('eth_getTransactionCount', [account, 'pending'], signal),
    balanceWei: (signal) => number('eth_getBalance', [account, 'latest'], signal),
    findByNonce: (nonce, signal) => findByNonce({ ask, account, nonce }, signal),
    async receipt(hash, signal) {
      const answer = await ask('eth_getTransactionReceipt', [hash], signal)
      return answer === null ? null : minedTx(parse(receiptSchema, answer, 'eth_getTransactionReceipt'), hash)
    },
    knows: async (hash, signal) => (await ask('eth_getTransactionByHash', [hash], signal)) !== null,
    feeBasis: (signal) => readFeeBasis(ask, signal),
    async simulate(call, signal) {
      await asking(ask('eth_call', [params(account, call), 'latest'], signal))
    },
    estimateGas: ({ accessList, ...call }, signal) => {
      // Nodes estimate on the pending block unless told otherwise: there, a resend would meet itself as done.
      const tx = { ...params(account, call), ...(accessList.length > 0 ? { accessList } : {}) }
      return asking(number('eth_estimateGas', [tx, 'latest'], signal))
    },
    async suggestAccessList(call, signal) {
      const answer = await ask('eth_createAccessList', [params(account, call), 'latest'], signal, accessListTimeoutMs)
      const { accessList, error } = parse(accessListSchema, answer, 'eth_createAccessList')
      return error === undefined ? accessList : []
    },
    async publish(raw, signal) {
      await ask('eth_sendRawTransaction', [raw], signal)
    }
  }
}

const params = (from: Address, call: Call) => ({
  from,
  to: call.to,
  data: call.data,
  ...(call.valueWei > 0n ? { value: `0x${call.valueWei.toString(16)}` } : {})
})

function parse<T>(schema: z.ZodType<T>, answer: unknown, method: string): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw badAnswer(method)
}

const badAnswer = (method: string): AppError =>
  new AppError(
    { code: 'RPC_BAD_ANSWER', method },
    { message: `An L1 endpoint gave an answer to ${method} that is not one`, retryable: true }
  )

/** Throws RPC_BAD_ANSWER for the receipt of another transaction. */
function minedTx(receipt: z.output<typeof receiptSchema>, hash: Hash): MinedTx {
  if (receipt.transactionHash !== hash.toLowerCase()) throw badAnswer('eth_getTransactionReceipt')
  const { blockNumber, blockHash, gasUsed } = receipt
  const feeWei = gasUsed * receipt.effectiveGasPrice
  return { hash, blockNumber: BigInt(blockNumber), blockHash, success: receipt.status === 1, gasUsed, feeWei }
}

type Ask = (method: string, params: readonly unknown[], signal: AbortSignal) => Promise<unknown>

/** Base fee of the next block; tip = the median of the last blocks' median tips, or the node's suggestion where blocks were empty, whichever is more. */
async function readFeeBasis(ask: Ask, signal: AbortSignal): Promise<FeeBasis> {
  const [history, suggested] = await Promise.all([
    ask('eth_feeHistory', [feeBlocks, 'latest', [tipPercentile]], signal).catch((error) =>
      lastBaseFee(ask, error, signal)
    ),
    ask('eth_maxPriorityFeePerGas', [], signal).catch(() => '0x0')
  ])
  const { baseFeePerGas, reward } = parse(feeHistorySchema, history, 'eth_feeHistory')
  const tips = (reward ?? []).flatMap((row) => row.slice(0, 1)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const median = tips[Math.floor(tips.length / 2)] ?? 0n
  const node = parse(wireQuantity, suggested, 'eth_maxPriorityFeePerGas')
  return { baseFeeWei: baseFeePerGas.at(-1) ?? 0n, tipWei: median > node ? median : node }
}

/** For nodes without eth_feeHistory: the last block's base fee, in the same shape. */
async function lastBaseFee(ask: Ask, error: unknown, signal: AbortSignal): Promise<unknown> {
  if (refusalOf(error) === null) throw error
  const block = await ask('eth_getBlockByNumber', ['latest', false], signal)
  return {
    baseFeePerGas: [parse(z.object({ baseFeePerGas: z.string() }), block, 'eth_getBlockByNumber').baseFeePerGas]
  }
}

/** A revert becomes CONTRACT_REVERT with the custom error's name; everything else stays what the pool made of it. */
function translate(error: unknown): unknown {
  if (refusalOf(error) !== 'reverted' || !(error instanceof AppError)) return error
  const data = 'data' in error && typeof error.data === 'string' ? (error.data as Hex) : null
  return contractRevert(data, error, error.message)
}
