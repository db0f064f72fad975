import { AbortedError, AppError } from '../../../shared/errors.ts'
import { basicAuthOf } from '../../engine/chain/url-credentials.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { withTimeout } from '../../engine/runtime/with-timeout.ts'

export type HttpMessage = { method: 'GET' | 'POST'; url: string; body: string | null }

export const timeoutMs = 10_000
const longestRetryMs = 3_600_000

/** One request; nothing of the answer but its status counts. Errors name no part of the URL: it may be the secret itself. Throws AppError CHANNEL_UNREACHABLE, CHANNEL_BUSY, CHANNEL_REFUSED, AbortedError. */
export async function sendHttp(message: HttpMessage, clock: Clock, signal: AbortSignal): Promise<number> {
  const onTimeout = (): AppError => unreachable('no answer in time')
  return withTimeout({ clock, ms: timeoutMs, signal, onTimeout }, async (inner) => {
    const { method, body } = message
    const { url, headers } = requestOf(message)
    const response = await fetch(url, { method, body, headers, redirect: 'manual', signal: inner }).catch((error) => {
      throw signal.aborted ? new AbortedError(signal.reason) : unreachable(reasonOf(error))
    })
    await response.body?.cancel().catch(() => {})
    return judged(response, clock.now())
  })
}

function requestOf({ url, body }: HttpMessage): { url: URL; headers: Record<string, string> } {
  const { url: target, authorization } = basicAuthOf(new URL(url))
  return { url: target, headers: { ...(body !== null && { 'content-type': 'application/json' }), ...authorization } }
}

function judged({ status, headers }: Response, nowMs: number): number {
  if (status >= 200 && status < 300) return status
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    throw new AppError(
      { code: 'CHANNEL_BUSY', status, retryAfterMs: retryAfterMs(headers.get('retry-after'), nowMs) },
      { message: `The receiver answered ${status}; it is tried again.`, retryable: true }
    )
  throw new AppError(
    { code: 'CHANNEL_REFUSED', status },
    { message: `The receiver refused it (${status}). Check the address in the settings.` }
  )
}

/** Seconds or a date, at most an hour. */
export function retryAfterMs(value: string | null, nowMs: number): number {
  if (value === null) return 0
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs
  return Number.isFinite(ms) ? Math.min(longestRetryMs, Math.max(0, ms)) : 0
}

const unreachable = (reason: string): AppError =>
  new AppError(
    { code: 'CHANNEL_UNREACHABLE', reason },
    { message: `The receiver cannot be reached (${reason}); it is tried again.`, retryable: true }
  )

/** `ECONNREFUSED`, never the text of the error: it may hold the URL. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } }
  return typeof cause?.code === 'string' && /^[A-Z_0-9]{2,40}$/.test(cause.code) ? cause.code : 'connection failed'
}
