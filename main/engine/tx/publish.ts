import { AppError } from '../../../shared/errors.ts'
import { suspectRival } from './foreign-watch.ts'
import { refusalOf } from './refusal-of.ts'
import { noFunds, type Refusal } from './refuse.ts'
import type { TxCore } from './tx-core.ts'
import type { Attempt, Slot } from './tx-state.ts'

/** Null: a node has it, or it may have. Otherwise why it never will be taken as it is. */
export type PublishRefusal = Refusal | null

const refusalPatience = 3

/** Hands the signed bytes to the nodes. Whatever they answer, the slot stays watched: a refusal by one node does not undo the acceptance by another. */
export async function publish(core: TxCore, slot: Slot, attempt: Attempt): Promise<PublishRefusal> {
  const { chain, log } = core.deps
  try {
    // Not cancelled by the job that asked: what left this machine has to be followed up.
    await chain.publish(attempt.raw, core.stop.signal)
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal !== 'already-known') {
      const code = error instanceof AppError ? error.code : 'INTERNAL'
      log.warn('tx.publish-refused', { purpose: attempt.purpose, nonce: slot.nonce, refusal, code })
      if (refusal === 'replacement-underpriced' && (await isOthers(core, slot))) return null
      return onRefusal(slot, { refusal, message: error instanceof AppError ? error.message : code })
    }
  }
  Object.assign(slot.seen, { verified: true, bumpSteps: 1, tooLow: 0, refused: 0 })
  await core.crashPoint('after-publish')
  await core.write({ type: 'published', nonce: slot.nonce, hash: attempt.hash, atMs: core.deps.clock.now() })
  await core.crashPoint('after-published')
  return null
}

/** A pool that no transaction of this slot ever got into, and that yet holds one with its nonce: somebody else was first, and is not to be outbid. */
async function isOthers(core: TxCore, slot: Slot): Promise<boolean> {
  if (!core.deps.exclusive || slot.attempts.some((a) => a.publishedAtMs !== null)) return false
  slot.seen.verified = false
  return suspectRival(core, slot, { refused: true, signal: core.stop.signal })
}

function onRefusal(
  slot: Slot,
  { refusal, message }: { refusal: ReturnType<typeof refusalOf>; message: string }
): PublishRefusal {
  const { seen } = slot
  seen.verified = false
  switch (refusal) {
    case 'replacement-underpriced':
    case 'underpriced':
      seen.bumpSteps += 1
      return null
    case 'nonce-too-low':
      seen.tooLow += 1
      return null
    case 'insufficient-funds':
      return noFunds
    case null:
    case 'fee-below-base':
    case 'pool-full':
      return null
    default:
      seen.refused += 1
      return seen.refused >= refusalPatience
        ? { code: 'TX_REFUSED', message: `The nodes refuse the transaction: ${message}` }
        : null
  }
}
