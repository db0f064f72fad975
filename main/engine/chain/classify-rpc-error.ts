import type { Hex } from '../../../shared/domain/hex.ts'

export type JsonRpcErrorBody = { code: number; message: string; data: unknown }

/** `answer`: the chain's answer, the same everywhere. `elsewhere`: this node cannot say, another may. `limited`: too many requests. `payment`: the plan is used up. `server`: the node is ill. */
export type RpcErrorClass = 'answer' | 'elsewhere' | 'limited' | 'payment' | 'server'

const answers =
  /revert|nonce|insufficient funds|already known|known transaction|underpriced|already imported|intrinsic gas|gas required exceeds|max fee per gas|max priority fee|tip .*fee cap|fee cap|exceeds block gas limit|out of gas|invalid opcode|invalid sender|invalid signature|transaction type not supported|oversized data|txpool is full|invalid argument|invalid params/i
const logRange =
  /query returned more than|block range|range (?:is )?too|too many (?:results|logs|blocks)|response size|limited to (?:a )?[\d,]+|max(?:imum)? (?:block )?range|more than [\d,]+ (?:results|logs)/i
const limited =
  /rate.?limit|too many requests|request limit|compute units|requests? per (?:second|minute|day)|throughput|throttl|capacity (?:limit )?exceeded|over (?:the )?limit/i
const payment =
  /quota|daily (?:request )?(?:count|limit)|monthly|payment required|upgrade your (?:plan|account)|billing/i
const elsewhere =
  /header not found|missing trie node|unknown block|block not found|not found, block|state (?:is )?not available|historical state|pruned|archive|method .*(?:not found|not supported|not available|not allowed|disabled|does not exist)|unsupported method|not whitelisted|syncing/i
const server =
  /internal (?:server )?error|temporarily unavailable|bad gateway|service unavailable|upstream|timed? ?out|timeout|connection|overloaded|server busy/i

/** Decides whether a JSON-RPC error is worth asking another endpoint. Wordings of geth, Erigon, Nethermind, anvil and the large providers. */
export function classifyRpcError(error: JsonRpcErrorBody, method: string): RpcErrorClass {
  const { code, message } = error
  if (revertDataOf(error) !== null || code === 3) return 'answer'
  if (method === 'eth_getLogs' && logRange.test(message) && !limited.test(message)) return 'answer'
  if (answers.test(message)) return 'answer'
  if (payment.test(message) || code === 402) return 'payment'
  if (code === 429 || code === -32005 || code === -32007 || limited.test(message)) return 'limited'
  if (code === -32601 || code === -32004 || elsewhere.test(message)) return 'elsewhere'
  if (code === -32603 || code === -32002 || server.test(message)) return 'server'
  return 'answer'
}

/** Revert data in the places where nodes put it: a hex string, `{data}` around it, or text with the hex at its end. */
export function revertDataOf(error: JsonRpcErrorBody): Hex | null {
  const found = typeof error.data === 'object' && error.data !== null ? Reflect.get(error.data, 'data') : error.data
  if (typeof found !== 'string') return null
  const hex = /^(?:Reverted )?(0x(?:[0-9a-fA-F]{2})*)$/.exec(found.trim())?.[1]
  return hex === undefined ? null : (hex as Hex)
}
