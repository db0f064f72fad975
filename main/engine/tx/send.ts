import { keccak256 } from 'viem'
import { AppError } from '../../../shared/errors.ts'
import { askRecheck } from './ask-recheck.ts'
import { chooseFees } from './choose-fees.ts'
import type { ChosenFees } from './fees.ts'
import { suspectRival } from './foreign-watch.ts'
import { freshNonce, type NonceWatch } from './fresh-nonce.ts'
import type { Job } from './job.ts'
import { lastAttempt } from './next-step.ts'
import { type PreparedCall, prepareCall } from './prepare-call.ts'
import { publish } from './publish.ts'
import { noFunds, prepareRefusal, refuse } from './refuse.ts'
import type { TxCore } from './tx-core.ts'
import type { Slot } from './tx-state.ts'

export type SendTarget = { job: Job; slot: Slot | null; watch: NonceWatch }

type Ready = { job: Job; nonce: number; prepared: PreparedCall; fees: ChosenFees }

/** One attempt, whole: nonce, simulation, gas, fees, re-check, journal, signature, journal, nodes. Ends the job when something says no; throws what is worth another try. */
export async function send(core: TxCore, { job, slot, watch }: SendTarget): Promise<void> {
  const { chain } = core.deps
  const signal = AbortSignal.any([job.signal, core.stop.signal])
  if (slot && core.deps.exclusive && (await suspectRival(core, slot, { refused: false, signal }))) return
  // Asked at once: the time from "my turn" to "published" is the longest of these, not their sum.
  const [nonce, prepared, fees, balanceWei] = await Promise.all([
    slot ? slot.nonce : freshNonce(core, watch, signal),
    prepareCall(chain, job.request, signal).catch((error) => ({ refusal: prepareRefusal(job, error) })),
    chooseFees(core, slot, signal),
    chain.balanceWei(signal)
  ])
  if (nonce === null) return
  if ('refusal' in prepared) return refuse(core, { job, slot }, prepared.refusal)
  if (!fees) return stayAtCap(core, { job, slot })
  if (balanceWei < prepared.gas * fees.maxFeeWei + prepared.call.valueWei) return refuse(core, { job, slot }, noFunds)
  const refusal = await askRecheck(core, { job, gas: prepared.gas }, signal)
  if (refusal) return refuse(core, { job, slot }, refusal)
  if (signal.aborted) return
  const signed = await signAttempt(core, { job, nonce, prepared, fees })
  if (signed) await publishAttempt(core, { job, slot: signed })
}

/** No room for a raise: the same bytes once more, for a node that has dropped them, and wait for the base fee to come down. */
async function stayAtCap(core: TxCore, { job, slot }: { job: Job; slot: Slot | null }): Promise<void> {
  if (!slot) return
  tellCap(core, slot)
  const last = lastAttempt(slot)
  if (last.purpose === job.request.purpose) await publishAttempt(core, { job, slot })
}

/** Journal, sign, journal. Null when the signer would not; then the job is ended. */
export async function signAttempt(core: TxCore, { job, nonce, prepared, fees }: Ready): Promise<Slot | null> {
  const { purpose, lane, exact } = job.request
  const exactly = exact ? { exact: true as const } : {}
  const { maxFeeWei, tipWei, atFeeCap } = fees
  await core.crashPoint('before-intent')
  await core.write({ type: 'intent', purpose, lane, nonce, ...prepared.call, ...exactly, atMs: core.deps.clock.now() })
  await core.crashPoint('after-intent')
  const raw = await signOrFail(core, { job, nonce, prepared, fees })
  if (!raw) return null
  await core.crashPoint('after-sign')
  const amounts = { maxFeeWei, tipWei, atFeeCap }
  await core.write({
    type: 'signed',
    purpose,
    nonce,
    hash: keccak256(raw),
    raw,
    ...amounts,
    atMs: core.deps.clock.now()
  })
  await core.crashPoint('after-signed')
  const slot = core.state.slots.get(nonce) ?? null
  if (slot && atFeeCap) tellCap(core, slot)
  else if (slot) slot.seen.capped = false
  return slot
}

/** Once each time that the fees reach the limit. */
function tellCap(core: TxCore, slot: Slot): void {
  if (slot.seen.capped) return
  slot.seen.capped = true
  const { purpose, hash, maxFeeWei } = lastAttempt(slot)
  const told = { purpose, hash, nonce: slot.nonce, maxFeePerGasWei: maxFeeWei }
  core.deps.log.warn('tx.at-fee-cap', told)
  core.deps.onEvent?.({ type: 'tx.at-fee-cap', ...told })
  core.changed()
}

async function signOrFail(core: TxCore, { job, nonce, prepared, fees }: Ready): Promise<`0x${string}` | null> {
  const { signer, chainId } = core.deps
  const { call, gas, accessList } = prepared
  try {
    const fee = { maxFeePerGasWei: fees.maxFeeWei, maxPriorityFeePerGasWei: fees.tipWei }
    return await signer.sign({ chainId, nonce, ...call, gas, ...fee, accessList })
  } catch (error) {
    await core.write({ type: 'abandoned', nonce, purpose: job.request.purpose })
    job.fail(
      error instanceof AppError
        ? error
        : new AppError({ code: 'SIGNER_FAILED' }, { message: 'The key could not sign the transaction.', cause: error })
    )
    return null
  }
}

/** Publishes the newest attempt of the slot for the job, and tells the outside. */
export async function publishAttempt(core: TxCore, { job, slot }: { job: Job; slot: Slot }): Promise<void> {
  const attempt = lastAttempt(slot)
  const first = attempt.publishedAtMs === null
  const refusal = await publish(core, slot, attempt)
  if (refusal) return refuse(core, { job, slot }, refusal)
  if (!first || attempt.publishedAtMs === null) return
  const { purpose, hash, maxFeeWei } = attempt
  const { nonce } = slot
  core.deps.log.info('tx.published', {
    purpose,
    hash,
    nonce,
    attempt: slot.attempts.length,
    maxFeePerGasWei: maxFeeWei
  })
  core.deps.onEvent?.({
    type: 'tx.published',
    purpose,
    hash,
    nonce,
    attempt: slot.attempts.length,
    maxFeePerGasWei: maxFeeWei
  })
}
