import { AppError } from '../../shared/errors.ts'

/** One JSON-RPC call over HTTP. The answer is trusted to have the shape that the caller names: these are our own chains. */
export type Rpc = <T = unknown>(method: string, params?: readonly unknown[]) => Promise<T>

/** The chain's own answer was an error. `data` holds the revert data of a call, where there is some. */
export class RpcRefusal extends AppError<{ code: 'PRACTICE_RPC_REFUSED'; method: string; rpcCode: number }> {
  readonly data: unknown

  constructor({ method, rpcCode, message, data }: { method: string; rpcCode: number; message: string; data: unknown }) {
    super({ code: 'PRACTICE_RPC_REFUSED', method, rpcCode }, { message: `${method}: ${message}` })
    this.data = data
  }
}

type Answer = { result?: unknown; error?: { code: number; message: string; data?: unknown } }

const requestTimeoutMs = 60_000

/** Calls to one of the practice network's own nodes. Throws RpcRefusal, or PRACTICE_RPC_UNREACHABLE (retryable) when there is no answer within a minute (mining thousands of blocks takes a while). */
export function connectRpc({ url, signal }: { url: string; signal?: AbortSignal }): Rpc {
  let id = 0
  return async <T>(method: string, params: readonly unknown[] = []): Promise<T> => {
    id += 1
    const answer = await post({ url, signal, method, body: JSON.stringify({ jsonrpc: '2.0', id, method, params }) })
    if (answer.error) {
      const { code, message, data } = answer.error
      throw new RpcRefusal({ method, rpcCode: code, message, data })
    }
    return answer.result as T
  }
}

type Post = { url: string; signal: AbortSignal | undefined; method: string; body: string }

async function post({ url, signal, method, body }: Post): Promise<Answer> {
  const timeout = AbortSignal.timeout(requestTimeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout
    })
    return (await response.json()) as Answer
  } catch (cause) {
    throw new AppError(
      { code: 'PRACTICE_RPC_UNREACHABLE', method },
      { message: `A node of the practice network does not answer ${method}.`, retryable: true, cause }
    )
  }
}

/** A JSON-RPC quantity. */
export const toQuantity = (value: number | bigint): `0x${string}` => `0x${value.toString(16)}`
