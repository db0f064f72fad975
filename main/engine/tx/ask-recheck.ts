import { AppError } from '../../../shared/errors.ts'
import type { Job } from './job.ts'
import { type Refusal, recheckRefusal } from './refuse.ts'
import type { TxCore } from './tx-core.ts'

const longestMs = 30_000

/** The request's own last word before signing, and that of the other sources of L1, asked at once. `gas`: what the transaction would have, null where it is not known any more. Null: go on. A check that neither answers nor heeds its signal counts as "could not look" after 30 s, so that it cannot hold up the key. Throws what is worth another try. */
export async function askRecheck(
  core: TxCore,
  { job, gas }: { job: Job; gas: bigint | null },
  signal: AbortSignal
): Promise<Refusal | null> {
  const over = new AbortController()
  const both = AbortSignal.any([signal, over.signal])
  const tooLong = core.deps.clock.sleep(longestMs, both).then(() => Promise.reject(silent()))
  try {
    await Promise.race([Promise.all([job.request.recheck(both), askSecond(core, { job, gas }, both)]), tooLong])
    return null
  } catch (error) {
    return recheckRefusal(error)
  } finally {
    over.abort()
    tooLong.catch(() => {})
  }
}

async function askSecond(core: TxCore, { job, gas }: { job: Job; gas: bigint | null }, signal: AbortSignal) {
  await core.deps.second?.check({ request: job.request, account: core.deps.signer.address, gas }, signal)
}

const silent = (): AppError =>
  new AppError({ code: 'RECHECK_SILENT' }, { message: 'The check before signing did not answer.', retryable: true })
