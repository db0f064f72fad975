import { AppError } from '../../../shared/errors.ts'
import { askRecheck } from './ask-recheck.ts'
import { highestFees } from './fees.ts'
import { suspectOthers } from './foreign-watch.ts'
import type { Job } from './job.ts'
import { nextFreeNonce } from './next-free-nonce.ts'
import { lastAttempt } from './next-step.ts'
import { callOf } from './prepare-call.ts'
import { noFunds, prepareRefusal, type Refusal, refuse } from './refuse.ts'
import { publishAttempt, signAttempt } from './send.ts'
import type { TxCore } from './tx-core.ts'
import type { Slot } from './tx-state.ts'
import type { TxFees, TxRequest } from './types.ts'

type Exact = NonNullable<TxRequest['exact']>
type Target = { job: Job; slot: Slot | null; exact: Exact }

/** Sends a transaction that was fixed before anybody signed it, or says why it no longer can be. Signed once; after that only the same bytes again. */
export async function sendExact(core: TxCore, { job, slot, exact }: Target): Promise<void> {
  const signal = AbortSignal.any([job.signal, core.stop.signal])
  if (slot?.attempts.some((a) => a.purpose === job.request.purpose)) return sendAgain(core, job, slot)
  const refusal =
    (await exactRefusal(core, { job, slot, exact }, signal)) ??
    (await askRecheck(core, { job, gas: exact.gas }, signal))
  if (refusal) return refuse(core, { job, slot: null }, refusal)
  if (signal.aborted) return
  const { nonce, gas, maxFeeWei, tipWei } = exact
  const prepared = { call: callOf(job.request), gas, accessList: [] }
  const fees = { maxFeeWei, tipWei, atFeeCap: false }
  const signed = await signAttempt(core, { job, nonce, prepared, fees })
  if (signed) await publishAttempt(core, { job, slot: signed })
}

/** For a node that has dropped it. */
async function sendAgain(core: TxCore, job: Job, slot: Slot): Promise<void> {
  if (lastAttempt(slot).purpose === job.request.purpose) await publishAttempt(core, { job, slot })
}

async function exactRefusal(core: TxCore, { job, slot, exact }: Target, signal: AbortSignal): Promise<Refusal | null> {
  const { chain } = core.deps
  const [nonceRefusal, callRefusal, basis, balanceWei] = await Promise.all([
    slot ? replacementRefusal(slot, exact) : firstRefusal(core, exact, signal),
    chain.simulate(callOf(job.request), signal).then(
      () => null,
      (error) => prepareRefusal(job, error)
    ),
    chain.feeBasis(signal),
    chain.balanceWei(signal)
  ])
  if (nonceRefusal) return nonceRefusal
  if (callRefusal) return callRefusal
  if (basis.baseFeeWei > exact.maxFeeWei) return feeTooLow
  return balanceWei < exact.gas * exact.maxFeeWei + (job.request.valueWei ?? 0n) ? noFunds : null
}

async function firstRefusal(core: TxCore, { nonce }: Exact, signal: AbortSignal): Promise<Refusal | null> {
  const [mined, pending] = await Promise.all([core.deps.chain.minedNonce(signal), core.deps.chain.pendingNonce(signal)])
  if (mined < nextFreeNonce(core)) throw behind()
  if (core.deps.exclusive && (await suspectOthers(core, { mined, pending }, signal))) throw somebodyElse()
  if (mined !== nonce) return nonceMoved
  return pending > mined ? foreignPending : null
}

/** Nodes take a replacement only when both fees rise by a tenth. */
function replacementRefusal(slot: Slot, exact: Exact): Refusal | null {
  if (slot.nonce !== exact.nonce) return nonceMoved
  return beats(exact, highestFees(slot.attempts)) ? null : underpriced
}

const beats = (fees: TxFees, last: TxFees): boolean =>
  fees.maxFeeWei * 10n >= last.maxFeeWei * 11n && fees.tipWei * 10n >= last.tipWei * 11n

const behind = (): AppError =>
  new AppError({ code: 'NODE_BEHIND' }, { message: 'A node does not know our last transaction yet.', retryable: true })

const somebodyElse = (): AppError =>
  new AppError(
    { code: 'FOREIGN_TRANSACTION' },
    { message: 'Somebody else seems to use this account.', retryable: true }
  )

const nonceMoved: Refusal = {
  code: 'NONCE_MOVED',
  message: 'Another transaction of this account came first. Nothing was sent: prepare it again.'
}
const foreignPending: Refusal = {
  code: 'FOREIGN_PENDING',
  message:
    'A transaction that another program sent from this account is waiting. Nothing was sent: wait until it is mined.'
}
const feeTooLow: Refusal = {
  code: 'FEE_TOO_LOW',
  message: 'Gas became dearer than this transaction may pay. Nothing was sent: prepare it again.'
}
const underpriced: Refusal = {
  code: 'UNDERPRICED',
  message:
    'A replacement has to raise both fees by a tenth, and this one does not any more. Nothing was sent: prepare it again.'
}
