import { AbortedError } from '../../../shared/errors.ts'
import { encodeRpcRequest, parseRpcObject, resultOf } from './json-rpc.ts'
import { EndpointError } from './rpc-error.ts'
import type { RpcTransport } from './rpc-transport.ts'
import { hiddenPartsOf, sanitiseText } from './sanitise-text.ts'
import { basicAuthOf } from './url-credentials.ts'

export const defaultMaxBodyBytes = 64 * 1024 * 1024
const paymentPauseMs = 300_000
const refusedPauseMs = 60_000

type Options = { url: string; now: () => number; maxBodyBytes?: number; fetch?: typeof fetch }

/** JSON-RPC over HTTP POST, one request per POST. Credentials in the URL are sent as basic authentication. Redirects are not followed. */
export function createHttpTransport(options: Options): RpcTransport {
  const { url, authorization } = basicAuthOf(new URL(options.url))
  const hidden = hiddenPartsOf(new URL(options.url))
  const maxBytes = options.maxBodyBytes ?? defaultMaxBodyBytes
  const send = options.fetch ?? fetch
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...authorization }
  let lastId = 0

  return {
    origin: url.origin,
    kind: 'http',
    close: () => {},
    async request({ method, params }, signal) {
      const id = ++lastId
      const body = encodeRpcRequest(id, method, params)
      try {
        const response = await send(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
        const text = await readBody(response, maxBytes)
        refuseByStatus(response, text, options.now())
        return resultOf(parseRpcObject(text), { id, method, hidden })
      } catch (error) {
        throw translate(error, signal, hidden)
      }
    }
  }
}

async function readBody(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new EndpointError('bad-answer', `answer larger than ${maxBytes} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function refuseByStatus(response: Response, text: string, nowMs: number): void {
  const { status } = response
  const retryAfterMs = retryAfterMsOf(response.headers.get('retry-after'), nowMs)
  if (status === 429) throw new EndpointError('limited', 'too many requests (HTTP 429)', { retryAfterMs })
  if (status === 402)
    throw new EndpointError('payment', 'plan used up (HTTP 402)', { retryAfterMs: retryAfterMs ?? paymentPauseMs })
  if (status === 401 || status === 403)
    throw new EndpointError('refused', `access refused (HTTP ${status})`, { retryAfterMs: refusedPauseMs })
  if (status >= 200 && status < 300) return
  // Some nodes send their JSON-RPC errors with a 4xx or 5xx status: the body says more than the status then.
  if (/^\s*\{.*"error"/s.test(text)) return
  throw new EndpointError(status >= 500 ? 'server' : 'refused', `HTTP ${status}`, { retryAfterMs })
}

function retryAfterMsOf(header: string | null, nowMs: number): number | null {
  if (header === null) return null
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isFinite(ms) && ms >= 0 ? ms : null
}

function translate(error: unknown, signal: AbortSignal, hidden: readonly string[]): unknown {
  if (signal.aborted) return new AbortedError(signal.reason)
  if (!(error instanceof TypeError)) return error
  const inner = error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
  return new EndpointError('unreachable', sanitiseText(inner, hidden), { cause: error })
}
