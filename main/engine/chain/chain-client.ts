import { createPublicClient, custom, defineChain, type PublicClient, RpcRequestError } from 'viem'
import { RpcRejectedError } from './rpc-error.ts'
import type { RequestReason, RpcPool } from './types.ts'

type Options = {
  pool: RpcPool
  chainId: number
  /** What the meter counts the requests of this client under. */
  reason: RequestReason
  /** Ends every request of this client. */
  signal?: AbortSignal
  timeoutMs?: number
}

/** viem over the pool: no cache, no retries, no batching of viem's. Its errors must go through translateViemError before anything else sees them: their texts hold whole requests. */
export function createChainClient({ pool, chainId, reason, signal, timeoutMs }: Options): PublicClient {
  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    const limits = { ...(signal && { signal }), ...(timeoutMs !== undefined && { timeoutMs }) }
    const list = Array.isArray(params) ? params : []
    try {
      return await pool.request({ method, params: list, reason, ...limits })
    } catch (error) {
      throw error instanceof RpcRejectedError ? forViem(error) : error
    }
  }
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [] } }
  })
  return createPublicClient({ chain, transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
}

/** The form in which viem finds code and revert data; the pool's error stays the cause. */
function forViem(rejected: RpcRejectedError): Error {
  const { method, rpcCode } = rejected.meta
  const data = rejected.data ?? undefined
  const error = new RpcRequestError({
    body: { method },
    error: { code: rpcCode, message: rejected.message, data },
    url: 'rpc'
  })
  error.cause = rejected
  return error
}
