import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { Job } from './job.ts'
import { refusalOf } from './refusal-of.ts'
import type { TxCore } from './tx-core.ts'
import type { Slot } from './tx-state.ts'

export type Refusal = { code: string; message: string }

const patience = 3

/** The job ends without being (re-)sent. When it had been signed before, that transaction stays watched as given up. */
export async function refuse(
  core: TxCore,
  { job, slot }: { job: Job; slot: Slot | null },
  refusal: Refusal
): Promise<void> {
  const { purpose } = job.request
  const { code, message } = refusal
  const signed = slot?.attempts.findLast((a) => a.purpose === purpose)
  core.deps.log.info('tx.refused', { purpose, code, signed: signed !== undefined })
  if (!slot || !signed) return job.settle({ kind: 'not-sent', code, message })
  // Mined since the last look, it refuses its own repetition: the next look tells its outcome.
  if ((await core.deps.chain.minedNonce(core.stop.signal)) > slot.nonce) return
  await core.write({ type: 'given-up', nonce: slot.nonce, purpose, code })
  core.deps.onEvent?.({ type: 'tx.failed', purpose, code, message })
  job.settle({ kind: 'given-up', hash: signed.hash, code, message })
}

/** Why a job must not be sent, from what the re-check threw. Rethrows what only says "could not look". */
export function recheckRefusal(error: unknown): Refusal {
  if (error instanceof AbortedError || (error instanceof AppError && error.retryable)) throw error
  if (error instanceof AppError) return { code: error.code, message: error.message }
  return {
    code: 'RECHECK_FAILED',
    message: 'The check before signing failed for a reason of its own; nothing was sent.'
  }
}

/** Why a job must not be sent, from what preparing it threw. Rethrows what is worth another try. */
export function prepareRefusal(job: Job, error: unknown): Refusal {
  const refusal = refusalOf(error)
  if (!(error instanceof AppError) || refusal === null) throw error
  if (refusal === 'insufficient-funds') return noFunds
  if (refusal !== 'reverted' && ++job.refusals < patience) throw error
  return { code: error.code, message: error.message }
}

export const noFunds: Refusal = {
  code: 'INSUFFICIENT_FUNDS',
  message: 'The account has too little ETH for this transaction. Send ETH to it.'
}

export const wouldRevert: Refusal = {
  code: 'CONTRACT_REVERT',
  message: 'The contract would refuse this transaction now; it is not sent again.'
}
