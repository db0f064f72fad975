import { AppError } from '../../../shared/errors.ts'
import type { Job } from './job.ts'
import { type Refusal, recheckRefusal } from './refuse.ts'
import type { TxCore } from './tx-core.ts'

const longestMs = 30_000

/** The request's own last word before signing. Null: go on. A check that neither answers nor heeds its signal counts as "could not look" after 30 s, so that it cannot hold up the key. Throws what is worth another try. */
export async function askRecheck(core: TxCore, job: Job, signal: AbortSignal): Promise<Refusal | null> {
  const over = new AbortController()
  const both = AbortSignal.any([signal, over.signal])
  const tooLong = core.deps.clock.sleep(longestMs, both).then(() => Promise.reject(silent()))
  try {
    await Promise.race([job.request.recheck(both), tooLong])
    return null
  } catch (error) {
    return recheckRefusal(error)
  } finally {
    over.abort()
    tooLong.catch(() => {})
  }
}

const silent = (): AppError =>
  new AppError({ code: 'RECHECK_SILENT' }, { message: 'The check before signing did not answer.', retryable: true })
