import type { Hash } from '../../../shared/domain/hex.ts'
import type { PendingTxView } from '../../../shared/domain/snapshot.ts'
import { highestFees } from './fees.ts'
import { nextFreeNonce } from './next-free-nonce.ts'
import { isRefused, lastAttempt, sentAtMs } from './next-step.ts'
import type { TxCore } from './tx-core.ts'
import { type Slot, type TxState, winner } from './tx-state.ts'
import type { OperatorQueue } from './types.ts'

/** What was signed and whose end nobody has been told yet. */
export const pendingViews = (state: TxState): PendingTxView[] =>
  state
    .open()
    .filter((slot) => !slot.seen.announced)
    .map(pendingView)

function pendingView(slot: Slot): PendingTxView {
  const last = slot.attempts.find((a) => a.hash === slot.mined?.hash) ?? lastAttempt(slot)
  const { purpose, lane, hash, maxFeeWei } = last
  const sent = { attempts: slot.attempts.length, sentAtMs: sentAtMs(last), maxFeePerGasWei: maxFeeWei }
  return { purpose, lane, nonce: slot.nonce, hash, ...sent, atFeeCap: slot.seen.capped || last.atFeeCap }
}

/** See `OperatorQueue.outlook`. */
export async function outlookOf(core: TxCore, signal: AbortSignal): ReturnType<OperatorQueue['outlook']> {
  const { chain } = core.deps
  const [mined, pending] = await Promise.all([chain.minedNonce(signal), chain.pendingNonce(signal)])
  const active = core.state.active()
  if (active && isRefused(active))
    return { nonce: active.nonce, beats: highestFees(active.attempts), foreignPending: 0 }
  const nonce = Math.max(mined, nextFreeNonce(core))
  return { nonce, beats: null, foreignPending: Math.max(0, pending - nonce) }
}

/** See `OperatorQueue.waiting`. */
export function waitingOf(state: TxState, purpose: string): ReturnType<OperatorQueue['waiting']> {
  const slot = state.slotOf(purpose)
  return slot && !slot.mined ? { nonce: slot.nonce, fees: highestFees(slot.attempts) } : null
}

/** See `OperatorQueue.minedHash`. */
export function minedHashOf(state: TxState, purpose: string): Hash | null {
  const slot = state.slotOf(purpose)
  const won = slot && winner(slot)
  return won?.purpose === purpose ? won.hash : state.doneHash(purpose)
}

/** Whether this journal knows the transaction as one that it signed. */
export function isOwnHash(state: TxState, hash: Hash): boolean {
  const low = hash.toLowerCase()
  const is = (own: { hash: Hash }): boolean => own.hash.toLowerCase() === low
  return state.open().some((slot) => slot.attempts.some(is)) || [...state.done.values()].some(is)
}
