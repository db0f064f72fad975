import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { nextFreeNonce } from './next-free-nonce.ts'
import type { TxCore } from './tx-core.ts'
import type { Slot } from './tx-state.ts'

/** A node may be ahead of, or behind, the one asked before: somebody else is believed in after so many looks, so far apart. */
const looksNeeded = 3
const looksApartMs = 1_000

type Nonces = { mined: number; pending: number }

/** The first nonce that is neither this journal's nor accepted by the operator. */
export const firstUnknownNonce = (core: TxCore): number => Math.max(nextFreeNonce(core), core.state.acceptedNonce ?? 0)

/** True while somebody else seems to use the key: nothing may be signed then. Pauses signing once that is certain. */
export async function suspectOthers(core: TxCore, { mined, pending }: Nonces, signal: AbortSignal): Promise<boolean> {
  const nonce = firstUnknownNonce(core)
  if (Math.max(mined, pending) <= nonce) {
    core.suspicion.looks = 0
    return false
  }
  if (count(core, core.suspicion)) {
    core.suspicion.looks = 0
    await pauseFor(core, {
      nonce,
      hash: await findOther(core, nonce, signal),
      how: mined > nonce ? 'mined' : 'waiting'
    })
  }
  return true
}

/** Of a nonce that this journal has signed for: whether another transaction waits in its place. `refused`: a node has just said so. Pauses signing once that is certain. */
export async function suspectRival(
  core: TxCore,
  slot: Slot,
  { refused, signal }: { refused: boolean; signal: AbortSignal }
): Promise<boolean> {
  const { chain } = core.deps
  if (!refused && (await chain.pendingNonce(signal)) <= slot.nonce) return noRival(slot)
  for (const { hash } of slot.attempts.toReversed()) if (await chain.knows(hash, signal)) return noRival(slot)
  const { nonce, seen } = slot
  if (count(core, seen.rival))
    await pauseFor(core, { nonce, hash: await findOther(core, nonce, signal), how: 'in-place' })
  return true
}

function noRival(slot: Slot): false {
  slot.seen.rival.looks = 0
  return false
}

/** At the start: the journal and the chain as they stand, without a second look. */
export async function compareAtStart(core: TxCore, isNew: boolean, signal: AbortSignal): Promise<void> {
  const { chain, clock } = core.deps
  const mined = await chain.minedNonce(signal)
  const { state } = core
  const blank = state.acceptedNonce === null && state.nextNonce === 0 && state.slots.size === 0
  if (isNew || blank) return core.write({ type: 'accepted', nonce: mined, atMs: clock.now() })
  const nonce = firstUnknownNonce(core)
  if (mined > nonce && !state.pause)
    await pauseFor(core, { nonce, hash: await findOther(core, nonce, signal), how: 'before-start' })
}

/** True when it has been seen often enough. */
function count(core: TxCore, tally: { looks: number; atMs: number }): boolean {
  const nowMs = core.deps.clock.now()
  if (tally.looks > 0 && nowMs - tally.atMs < looksApartMs) return false
  tally.looks += 1
  tally.atMs = nowMs
  return tally.looks >= looksNeeded
}

/** Nice to know, never needed. */
export async function findOther(core: TxCore, nonce: number, signal: AbortSignal): Promise<Hash | null> {
  try {
    return await core.deps.chain.findByNonce(nonce, signal)
  } catch (error) {
    if (error instanceof AbortedError || !(error instanceof AppError)) throw error
    return null
  }
}

export type Other = {
  nonce: number
  hash: Hash | null
  how: 'mined' | 'waiting' | 'in-place' | 'before-start' | 'taken'
}

const happened: Record<Other['how'], string> = {
  mined: 'A transaction that this app did not send was mined',
  waiting: 'A transaction that this app did not send is waiting',
  'in-place': 'A transaction that this app did not send waits in the place of one of its own',
  'before-start':
    'A transaction was mined that this data folder does not know: sent by another copy, or before the back-up that it comes from,',
  taken: 'A transaction that this app did not send was mined in the place of one of its own'
}

/** What the operator is told, in one paragraph. */
export const describeOther = ({ nonce, hash, how }: Other): string =>
  `${happened[how]} with nonce ${nonce} of this account${hash ? ` (${hash})` : ''}. Signing is paused: make sure that no second program uses this key, then resume on the Overview. If nobody you know sent it, somebody has your key.`

/** Signs nothing more, writes that down and tells it. */
export async function pauseFor(core: TxCore, other: Other): Promise<void> {
  const { nonce, hash } = other
  const code = other.how === 'taken' ? 'NONCE_CONFLICT' : 'FOREIGN_TRANSACTION'
  const message = describeOther(other)
  const sinceMs = core.deps.clock.now()
  core.pause = { code, message, nonce, hash, sinceMs }
  core.deps.log.error('tx.foreign', { nonce, hash, how: other.how })
  if (core.deps.exclusive) await core.write({ type: 'paused', code, message, nonce, hash, atMs: sinceMs })
  core.changed()
}

/** What others have sent so far is known from now on. */
export async function acceptOthers(core: TxCore, signal: AbortSignal): Promise<void> {
  const { chain, clock } = core.deps
  const [mined, pending] = await Promise.all([chain.minedNonce(signal), chain.pendingNonce(signal)])
  const nonce = Math.max(mined, pending, firstUnknownNonce(core))
  await core.write({ type: 'accepted', nonce, atMs: clock.now() })
  await core.write({ type: 'resumed', atMs: clock.now() })
}
