import { classifyRpcError, type JsonRpcErrorBody, revertDataOf } from './classify-rpc-error.ts'
import { EndpointError, RpcRejectedError } from './rpc-error.ts'
import { sanitiseText } from './sanitise-text.ts'

const paymentPauseMs = 300_000
const methodNotFound = -32601

/** Serialised request. Params must be JSON already (quantities as hex). */
export const encodeRpcRequest = (id: number, method: string, params: readonly unknown[]): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params })

/** Parses one text as a JSON object; throws EndpointError `bad-answer` for anything else (empty, HTML, cut off, array). */
export function parseRpcObject(text: string): Record<string, unknown> {
  if (text.trim() === '') throw new EndpointError('bad-answer', 'empty answer')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const what = /^\s*</.test(text) ? 'an HTML page instead of JSON' : 'not JSON, or cut off'
    throw new EndpointError('bad-answer', what, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new EndpointError('bad-answer', 'not a JSON-RPC object')
  return value as Record<string, unknown>
}

type Asked = { id: number; method: string; hidden: readonly string[] }

/** The result of the answer to request `id`. Throws RpcRejectedError for the chain's own answer, EndpointError when this endpoint is at fault or the answer is not the one asked for. */
export function resultOf(answer: Record<string, unknown>, asked: Asked): unknown {
  const failed = 'error' in answer && answer.error !== null && answer.error !== undefined
  if (answer.id !== asked.id && !(failed && answer.id === null))
    throw new EndpointError('bad-answer', 'answer to another request (id differs)')
  if (failed) throw errorOf(answer.error, { ...asked, trusted: answer.id === asked.id })
  if (answer.result === undefined) throw new EndpointError('bad-answer', 'neither result nor error')
  return answer.result
}

function errorOf(raw: unknown, { method, hidden, trusted }: Asked & { trusted: boolean }): Error {
  const body = errorBodyOf(raw)
  if (body === null) return new EndpointError('bad-answer', 'malformed JSON-RPC error')
  const message = sanitiseText(body.message, hidden) || `error ${body.code}`
  const kind = classifyRpcError(body, method)
  if (kind === 'limited') return new EndpointError('limited', message)
  if (kind === 'payment') return new EndpointError('payment', message, { retryAfterMs: paymentPauseMs })
  if (!trusted) return new EndpointError('bad-answer', message)
  const rejected = new RpcRejectedError({
    method,
    rpcCode: body.code,
    message,
    data: revertDataOf(body),
    elsewhere: kind !== 'answer',
    retryable: kind !== 'answer' && body.code !== methodNotFound
  })
  return kind === 'server' ? new EndpointError('server', message, { cause: rejected }) : rejected
}

function errorBodyOf(raw: unknown): JsonRpcErrorBody | null {
  if (typeof raw === 'string') return { code: -32000, message: raw, data: undefined }
  if (typeof raw !== 'object' || raw === null) return null
  const { code, message, data } = raw as Record<string, unknown>
  const number = Number(code)
  if (!Number.isSafeInteger(number)) return null
  return { code: number, message: typeof message === 'string' ? message : '', data }
}
