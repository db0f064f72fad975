import { askRecheck } from './ask-recheck.ts'
import type { NonceWatch } from './fresh-nonce.ts'
import type { Job } from './job.ts'
import { tellUndone } from './look.ts'
import { fillerPurpose, lastAttempt } from './next-step.ts'
import { publish } from './publish.ts'
import { refusalOf } from './refusal-of.ts'
import { refuse, wouldRevert } from './refuse.ts'
import { publishAttempt, send } from './send.ts'
import type { TxCore } from './tx-core.ts'
import type { Attempt, Slot } from './tx-state.ts'
import type { TxRequest } from './types.ts'

/** A job asks for a purpose that was signed before, and nobody knows whether a node has it. Known: watch. Unknown: the same bytes, once the re-check and a simulation agree; a call that would revert now is replaced by the job's own. */
export async function reattach(
  core: TxCore,
  { job, slot, watch }: { job: Job; slot: Slot; watch: NonceWatch }
): Promise<void> {
  const signal = AbortSignal.any([job.signal, core.stop.signal])
  const last = lastAttempt(slot)
  if (await isInPool(core, { slot, attempt: last, signal })) return
  const { purpose, exact } = job.request
  const works = last.purpose === purpose && (await stillWorks(core, last, signal))
  if (!works && exact) return refuse(core, { job, slot }, wouldRevert)
  if (!works) return send(core, { job, slot, watch })
  const refusal = await askRecheck(core, { job, gas: null }, signal)
  if (refusal) return refuse(core, { job, slot }, refusal)
  if (!signal.aborted) await publishAttempt(core, { job, slot })
}

/** Mined once, reorged out, and its job is answered: nodes put such a transaction back themselves; where they did not, the same bytes again, unless it would revert now. */
export async function restore(core: TxCore, slot: Slot): Promise<void> {
  const { signal } = core.stop
  const attempt = owedAttempt(slot)
  if (await isInPool(core, { slot, attempt, signal })) return
  if (await stillWorks(core, attempt, signal)) return void (await publish(core, slot, attempt))
  await core.write({ type: 'given-up', nonce: slot.nonce, purpose: attempt.purpose, code: 'CONTRACT_REVERT' })
  tellUndone(core, attempt)
}

/** What may be sent as it is only, and is stuck: left in its place while its fee covers the base fee, else given up, so that its nonce is free again. */
export async function restoreExact(core: TxCore, slot: Slot): Promise<void> {
  const attempt = owedAttempt(slot)
  const { baseFeeWei } = await core.deps.chain.feeBasis(core.stop.signal)
  if (baseFeeWei <= attempt.maxFeeWei) return restore(core, slot)
  await core.write({ type: 'given-up', nonce: slot.nonce, purpose: attempt.purpose, code: 'FEE_TOO_LOW' })
  tellUndone(core, attempt)
}

export const owedAttempt = (slot: Slot): Attempt =>
  slot.attempts.findLast((a) => a.purpose === slot.owed) ?? lastAttempt(slot)

type Sought = { slot: Slot; attempt: Attempt; signal: AbortSignal }

async function isInPool(core: TxCore, { slot, attempt, signal }: Sought): Promise<boolean> {
  slot.seen.verified = await core.deps.chain.knows(attempt.hash, signal)
  return slot.seen.verified
}

async function stillWorks(core: TxCore, attempt: Attempt, signal: AbortSignal): Promise<boolean> {
  try {
    await core.deps.chain.simulate(attempt.call, signal)
    return true
  } catch (error) {
    if (refusalOf(error) === null) throw error
    return false
  }
}

/** The call that a slot owes once more, for nobody in particular. */
export function renewalRequest(slot: Slot): TxRequest {
  const { purpose, lane, call } = owedAttempt(slot)
  return { purpose, lane, ...call, gas: { percent: 150n, extra: 150_000n }, recheck: async () => {} }
}

/** Nothing but a nonce used up, so that the transaction behind it can be mined. */
export const fillerRequest = (core: TxCore, slot: Slot): TxRequest => ({
  purpose: fillerPurpose(slot.nonce),
  lane: 'operator',
  to: core.deps.signer.address,
  data: '0x',
  gas: { percent: 100n, extra: 0n },
  recheck: async () => {}
})
