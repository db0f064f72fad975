import type { EndpointView } from '../../../shared/domain/snapshot.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Endpoint } from './endpoint.ts'
import { EndpointError, RpcRejectedError } from './rpc-error.ts'

type Failed = {
  role: EndpointView['role']
  method: string
  errors: readonly unknown[]
  endpoints: readonly Endpoint[]
  nowMs: number
}

/** What the caller of the pool sees when no endpoint gave an answer. */
export function poolError({ role, method, errors, endpoints, nowMs }: Failed): Error {
  const rejections = errors.map(rejectionOf)
  const first = rejections[0]
  if (first && rejections.every((rejection) => rejection !== null)) return first
  if (endpoints.length === 0)
    return new AppError(
      { code: 'RPC_UNAVAILABLE', role, method },
      { message: `No ${role} endpoint is configured. Add one in the settings.` }
    )
  const faults = new Set(errors.map((error) => (error instanceof EndpointError ? error.fault : 'other')))
  const only = faults.size === 1 ? [...faults][0] : undefined
  const detail = endpoints.map((e) => `${e.transport.origin}: ${e.lastFault ?? 'no answer'}`).join('; ')
  const pausedMs = Math.min(...endpoints.map((e) => e.score.pausedUntilMs)) - nowMs
  const meta = { role, method, detail, retryAfterMs: pausedMs > 0 ? pausedMs : null }
  const code = codeOf(only)
  return new AppError(
    { code, ...meta },
    {
      message: `No ${role} endpoint answered ${method} (${detail})`,
      retryable: code !== 'RPC_WRONG_CHAIN',
      cause: errors[0]
    }
  )
}

function rejectionOf(error: unknown): RpcRejectedError | null {
  if (error instanceof RpcRejectedError) return error
  return error instanceof EndpointError && error.cause instanceof RpcRejectedError ? error.cause : null
}

function codeOf(onlyFault: string | undefined): string {
  if (onlyFault === 'timeout') return 'RPC_TIMEOUT'
  if (onlyFault === 'bad-answer') return 'RPC_BAD_ANSWER'
  if (onlyFault === 'wrong-chain') return 'RPC_WRONG_CHAIN'
  return 'RPC_UNAVAILABLE'
}
