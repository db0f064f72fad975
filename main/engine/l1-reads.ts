import { z } from 'zod'
import { l2OutputOracleAbi } from '../../shared/contracts/abi/l2-output-oracle.ts'
import type { ContractAddresses } from '../../shared/contracts/networks.ts'
import type { Address } from '../../shared/domain/hex.ts'
import { AppError } from '../../shared/errors.ts'
import { lookAt, readOf } from './chain/look.ts'
import type { RpcPool } from './chain/types.ts'
import { wireCount, wireHash, wireQuantity } from './chain/wire-values.ts'
import type { EngineParts } from './engine-parts.ts'

const blockSchema = z.object({
  number: wireCount.transform((v) => BigInt(v)),
  timestamp: wireCount,
  hash: wireHash
})
const receiptSchema = z.object({ gasUsed: wireQuantity, effectiveGasPrice: wireQuantity })

/** A look without Multicall3 takes no more. */
const readsPerLook = 200

type Reads = Pick<EngineParts, 'block' | 'submittersOf' | 'costOf'>

/** The few reads of L1 that are neither a look at the protocol nor the queue's. Throw the pool's errors, or RPC_BAD_ANSWER. */
export function createL1Reads({ pool, addresses }: { pool: RpcPool; addresses: ContractAddresses }): Reads {
  const ask = async <T>(
    schema: z.ZodType<T>,
    method: string,
    params: unknown[],
    signal: AbortSignal
  ): Promise<T | null> => {
    const answer = await pool.request({ method, params, reason: 'state', signal })
    if (answer === null) return null
    const parsed = schema.safeParse(answer)
    if (parsed.success) return parsed.data
    throw new AppError(
      { code: 'RPC_BAD_ANSWER', method },
      { message: `An L1 endpoint answered ${method} with something else.`, retryable: true }
    )
  }

  return {
    async block(number, signal) {
      const tag = number === 'latest' ? number : `0x${number.toString(16)}`
      const block = await ask(blockSchema, 'eth_getBlockByNumber', [tag, false], signal)
      return block && { number: block.number, timestampSec: block.timestamp, hash: block.hash }
    },
    async submittersOf(indexes, signal) {
      const oracle = readOf('L2OutputOracle', addresses.L2OutputOracle, l2OutputOracleAbi)
      const found = new Map<bigint, Address>()
      for (let from = 0; from < indexes.length; from += readsPerLook) {
        const part = indexes.slice(from, from + readsPerLook)
        const reads = Object.fromEntries(part.map((index) => [String(index), oracle('getSubmitter', index)]))
        const look = await lookAt({ pool, multicall: null, account: null, reads, reason: 'state', signal })
        for (const [index, submitter] of Object.entries(look.values)) found.set(BigInt(index), submitter as Address)
      }
      return found
    },
    async costOf(txHash, signal) {
      const receipt = await ask(receiptSchema, 'eth_getTransactionReceipt', [txHash], signal)
      return receipt && { gasUsed: receipt.gasUsed, feeWei: receipt.gasUsed * receipt.effectiveGasPrice }
    }
  }
}
