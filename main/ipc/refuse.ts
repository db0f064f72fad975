import type { AppError, ErrorMeta } from '../../shared/errors.ts'
import type { Reply, WireError } from '../../shared/ipc/result.ts'

/** A reply that says no. */
export const refuse = (
  code: string,
  message: string,
  more: { retryable?: boolean; context?: WireError['context'] } = {}
): Reply<never> => ({
  ok: false,
  error: { code, message, retryable: more.retryable ?? false, context: more.context ?? {} }
})

/** An error thrown on purpose, in the shape in which it crosses IPC. Cause and stack stay here. */
export const refuseWith = (error: AppError): Reply<never> =>
  refuse(error.code, error.message, { retryable: error.retryable, context: contextOf(error.meta) })

function contextOf(meta: ErrorMeta): WireError['context'] {
  const context: WireError['context'] = {}
  for (const [key, value] of Object.entries(meta)) {
    if (key === 'code' || value === undefined) continue
    context[key] = typeof value === 'bigint' ? value.toString() : value
  }
  return context
}

export const notReady = (): Reply<never> =>
  refuse('IPC_NOT_READY', 'The app is still starting: try again in a moment.', { retryable: true })
