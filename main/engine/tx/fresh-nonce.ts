import { suspectOthers } from './foreign-watch.ts'
import { nextFreeNonce } from './next-free-nonce.ts'
import type { TxCore } from './tx-core.ts'

/** What the account's nonces looked like while waiting to use the next one. */
export type NonceWatch = { behind: number; foreignSinceMs: number | null }

const patience = 3
/** In resend intervals: how long a waiting transaction that we did not sign is left alone. */
const foreignWaitIntervals = 4

/**
 * The nonce for a first attempt: always the next one that is not in a block, so no gap can open. Null while it is too early to say: a node is behind
 * what this journal knows, or another program's transaction is waiting. Where the key is this app's alone, that pauses signing; what the operator
 * has accepted goes first, and when it is stuck, its nonce is taken over.
 */
export async function freshNonce(core: TxCore, watch: NonceWatch, signal: AbortSignal): Promise<number | null> {
  const { chain, clock, policy, log } = core.deps
  const mined = await chain.minedNonce(signal)
  if (mined < nextFreeNonce(core) && ++watch.behind < patience) return null
  watch.behind = 0
  const pending = await chain.pendingNonce(signal)
  if (core.deps.exclusive && (await suspectOthers(core, { mined, pending }, signal))) return null
  if (pending <= mined) {
    watch.foreignSinceMs = null
    return mined
  }
  watch.foreignSinceMs ??= clock.now()
  log.warn('tx.foreign-pending', { nonce: mined, waiting: pending - mined })
  return clock.now() - watch.foreignSinceMs >= policy.resendAfterMs * foreignWaitIntervals ? mined : null
}
