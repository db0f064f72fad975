import { AppError } from '../../../shared/errors.ts'
import { classifyError, type RefusalKind } from './classify-error.ts'

/** What a node's refusal means; null when the error is not an answer of a node (no connection, time-out, our own). */
export function refusalOf(error: unknown): RefusalKind | null {
  if (!(error instanceof AppError)) return null
  if (error.code === 'CONTRACT_REVERT') return 'reverted'
  if (error.code !== 'RPC_REJECTED') return null
  if ('data' in error && typeof error.data === 'string' && error.data.length >= 10) return 'reverted'
  return classifyError(error.message)
}
