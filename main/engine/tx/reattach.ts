import type { NonceWatch } from './fresh-nonce.ts'
import type { Job } from './job.ts'
import { fillerPurpose, lastAttempt } from './next-step.ts'
import { publish } from './publish.ts'
import { refusalOf } from './refusal-of.ts'
import { recheckRefusal, refuse } from './refuse.ts'
import { publishAttempt, send } from './send.ts'
import type { TxCore } from './tx-core.ts'
import type { Slot } from './tx-state.ts'
import type { TxRequest } from './types.ts'

/** A job asks for a purpose that was signed before, and nobody knows whether a node has it. Known: watch. Unknown: the same bytes, once the re-check and a simulation agree; a call that would revert now is replaced by the job's own. */
export async function reattach(
  core: TxCore,
  { job, slot, watch }: { job: Job; slot: Slot; watch: NonceWatch }
): Promise<void> {
  const signal = AbortSignal.any([job.signal, core.stop.signal])
  if (await isInPool(core, slot, signal)) return
  const last = lastAttempt(slot)
  if (last.purpose !== job.request.purpose || !(await stillWorks(core, slot, signal)))
    return send(core, { job, slot, watch })
  try {
    await job.request.recheck(signal)
  } catch (error) {
    return refuse(core, { job, slot }, recheckRefusal(error))
  }
  if (!signal.aborted) await publishAttempt(core, { job, slot })
}

/** Mined once, reorged out, and its job is answered: nodes put such a transaction back themselves; where they did not, the same bytes again, unless it would revert now. */
export async function restore(core: TxCore, slot: Slot): Promise<void> {
  const { signal } = core.stop
  if (await isInPool(core, slot, signal)) return
  const last = lastAttempt(slot)
  if (await stillWorks(core, slot, signal)) await publish(core, slot, last)
  else await core.write({ type: 'given-up', nonce: slot.nonce, purpose: last.purpose, code: 'CONTRACT_REVERT' })
}

async function isInPool(core: TxCore, slot: Slot, signal: AbortSignal): Promise<boolean> {
  slot.seen.verified = await core.deps.chain.knows(lastAttempt(slot).hash, signal)
  return slot.seen.verified
}

async function stillWorks(core: TxCore, slot: Slot, signal: AbortSignal): Promise<boolean> {
  try {
    await core.deps.chain.simulate(lastAttempt(slot).call, signal)
    return true
  } catch (error) {
    if (refusalOf(error) === null) throw error
    return false
  }
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
