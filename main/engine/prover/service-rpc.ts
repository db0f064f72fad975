import { AbortedError, AppError } from '../../../shared/errors.ts'
import { hiddenPartsOf, sanitiseText } from '../chain/sanitise-text.ts'
import type { Clock } from '../runtime/clock.ts'
import { withTimeout } from '../runtime/with-timeout.ts'
import { jsonMembers } from './json-members.ts'
import type { PostText } from './post-text.ts'
import { type ProverCode, type ProverService, proverError } from './prover-error.ts'

type Call = {
  method: string
  params: readonly unknown[]
  timeoutMs: number
  signal: AbortSignal
  /** Largest answer that is read. Default 16 MiB. */
  maxBytes?: number
}

/** One JSON-RPC service of a prover. */
export type ServiceRpc = {
  readonly service: ProverService
  /** Scheme, host and port. */
  readonly origin: string
  /** The result, parsed. Throws PROVER_UNREACHABLE, PROVER_TIMEOUT, PROVER_FAILED (the service's own error), PROVER_BAD_ANSWER, AbortedError. */
  ask(call: Call): Promise<unknown>
  /** The text of the result as the service wrote it: numbers keep every digit, and equal answers stay equal. */
  askText(call: Call): Promise<string>
}

type Deps = {
  service: ProverService
  url: string
  post: PostText
  clock: Clock
  /** Told the outcome of every call, null for success: what the state of health is made of. */
  onOutcome?: (error: AppError | null) => void
}

type More = { retryable?: boolean; cause?: unknown; rpcCode?: number }

const defaultMaxBytes = 16 * 1024 * 1024
/** The method is not there, or not with such parameters: asking again changes nothing. */
const hopeless = new Set([-32601, -32602])

export function createServiceRpc({ service, url, post, clock, onOutcome = () => {} }: Deps): ServiceRpc {
  const parsed = new URL(url)
  const hidden = hiddenPartsOf(parsed)
  let lastId = 0

  const problem = (code: ProverCode, detail: string, more: More = {}): AppError =>
    proverError({ code, service, detail, ...more })

  async function send({ method, params, timeoutMs, signal, maxBytes = defaultMaxBytes }: Call): Promise<string> {
    const id = ++lastId
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params })
    const onTimeout = (): Error =>
      problem('PROVER_TIMEOUT', `${method}: no answer within ${Math.round(timeoutMs / 1000)} s`)
    const { status, text } = await withTimeout({ clock, ms: timeoutMs, signal, onTimeout }, (inner) =>
      post({ url, body, maxBytes, signal: inner }).catch((error: unknown) => {
        throw translate(error, method)
      })
    )
    return resultText({ id, method, status, text })
  }

  function translate(error: unknown, method: string): unknown {
    if (!(error instanceof AppError) || error instanceof AbortedError) return error
    if (error.code === 'HTTP_TOO_LARGE')
      return problem('PROVER_BAD_ANSWER', `${method}: larger than the limit`, { cause: error })
    return problem('PROVER_UNREACHABLE', `${method}: ${error.meta.reason ?? error.code}`, { cause: error })
  }

  function resultText(answer: { id: number; method: string; status: number; text: string }): string {
    const { id, method, status, text } = answer
    const members = jsonMembers(text)
    const error = members?.get('error')
    if (error !== undefined && error !== 'null') throw rejection(method, error)
    // Some servers put the status of the work into HTTP: an error there without one in JSON says that somebody in between answered.
    if (status < 200 || status >= 300)
      throw problem('PROVER_UNREACHABLE', `${method}: HTTP ${status}`, { retryable: status >= 500 || status === 429 })
    if (!members) throw problem('PROVER_BAD_ANSWER', `${method}: ${text.trim() === '' ? 'empty' : 'no JSON object'}`)
    if (members.get('id') !== String(id)) throw problem('PROVER_BAD_ANSWER', `${method}: answer to another request`)
    const result = members.get('result')
    if (result === undefined) throw problem('PROVER_BAD_ANSWER', `${method}: neither result nor error`)
    return result
  }

  function rejection(method: string, errorText: string): AppError {
    const error = parse(errorText)
    const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
    const text = typeof error === 'string' ? error : typeof message === 'string' ? message : ''
    const rpcCode = typeof code === 'number' ? code : null
    const detail = `${method}: ${sanitiseText(text, hidden) || `error ${rpcCode ?? 'without a text'}`}`
    return problem('PROVER_FAILED', detail, {
      retryable: rpcCode === null || !hopeless.has(rpcCode),
      ...(rpcCode !== null && Number.isInteger(rpcCode) && { rpcCode })
    })
  }

  async function tell<T>(work: Promise<T>): Promise<T> {
    try {
      const value = await work
      onOutcome(null)
      return value
    } catch (error) {
      if (error instanceof AppError && !(error instanceof AbortedError)) onOutcome(error)
      throw error
    }
  }

  async function ask(call: Call): Promise<unknown> {
    const value = parse(await send(call))
    if (value === undefined) throw problem('PROVER_BAD_ANSWER', `${call.method}: not JSON, or cut off`)
    return value
  }

  return {
    service,
    origin: parsed.origin,
    ask: (call) => tell(ask(call)),
    askText: (call) => tell(send(call))
  }
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
