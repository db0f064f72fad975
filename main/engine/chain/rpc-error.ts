import type { Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'

/** Why one endpoint failed to give an answer. */
export type EndpointFault =
  | 'timeout'
  | 'limited'
  | 'payment'
  | 'refused'
  | 'server'
  | 'unreachable'
  | 'bad-answer'
  | 'wrong-chain'
  | 'stale'

/** One endpoint did not give a usable answer; another one may. Stays inside the pool, which turns it into an AppError of the documented codes. */
export class EndpointError extends AppError<{ code: 'RPC_ENDPOINT'; fault: EndpointFault; detail: string }> {
  readonly fault: EndpointFault
  readonly detail: string
  /** How long the endpoint asked not to be asked again (Retry-After), milliseconds. */
  readonly retryAfterMs: number | null

  constructor(fault: EndpointFault, detail: string, opts: { retryAfterMs?: number | null; cause?: unknown } = {}) {
    super({ code: 'RPC_ENDPOINT', fault, detail }, { message: detail, retryable: true, cause: opts.cause })
    this.fault = fault
    this.detail = detail
    this.retryAfterMs = opts.retryAfterMs ?? null
  }
}

type Rejection = {
  method: string
  rpcCode: number
  message: string
  data: Hex | null
  /** Another node may answer differently (it lacks the method, the block or the state). */
  elsewhere?: boolean
  retryable?: boolean
}

/** The node answered with a JSON-RPC error. `data` holds the revert data of a call, when there is any. */
export class RpcRejectedError extends AppError<{ code: 'RPC_REJECTED'; rpcCode: number; method: string }> {
  readonly data: Hex | null
  readonly elsewhere: boolean

  constructor({ method, rpcCode, message, data, elsewhere = false, retryable = false }: Rejection) {
    super({ code: 'RPC_REJECTED', rpcCode, method }, { message, retryable })
    this.data = data
    this.elsewhere = elsewhere
  }
}
