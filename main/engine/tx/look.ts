import { AppError } from '../../../shared/errors.ts'
import { describeOther, findOther, pauseFor, suspectOthers } from './foreign-watch.ts'
import type { Job } from './job.ts'
import { fillerPurpose, lastAttempt } from './next-step.ts'
import type { MinedTx } from './tx-chain.ts'
import type { TxCore } from './tx-core.ts'
import { type Attempt, type Slot, winner } from './tx-state.ts'
import type { TxOutcome } from './types.ts'

/** A nonce seen as used by nobody so many times is somebody else's; a node behind its own past is believed after as many looks. */
export const patience = 3
/** Two counted looks are at least so far apart. */
const lookApartMs = 1_000

type Look = { minedNonce: number; head: bigint; signal: AbortSignal }

/** Compares every open nonce with the chain and journals what changed: mined, reorged out, settled, taken by somebody else. Answers the jobs whose transaction has its confirmations. */
export async function look(core: TxCore, jobs: readonly Job[], signal: AbortSignal): Promise<void> {
  const slots = core.state.open()
  if (slots.length === 0) return
  const { chain } = core.deps
  const [minedNonce, head] = await Promise.all([chain.minedNonce(signal), chain.headNumber(signal)])
  if (core.deps.exclusive && !core.pause) await suspectOthers(core, { mined: minedNonce, pending: minedNonce }, signal)
  for (const slot of slots) {
    await lookAt(core, slot, { minedNonce, head, signal })
    if (slot.seen.lost >= patience) await takenByOther(core, slot, jobs)
    else if (slot.mined) await countConfirmations(core, { slot, head, jobs })
  }
}

async function lookAt(core: TxCore, slot: Slot, { minedNonce, head, signal }: Look): Promise<void> {
  if (minedNonce <= slot.nonce) return notMined(core, slot, head)
  const found = await findReceipt(core, slot, signal)
  if (!found) return countLost(core, slot)
  slot.seen.lost = 0
  slot.seen.stale = 0
  if (found.hash === slot.mined?.hash && found.blockHash === slot.mined.blockHash) return
  await core.crashPoint('after-receipt')
  const doneOnce = slot.mined?.success ? winner(slot) : slot.attempts.find((a) => a.purpose === slot.owed)
  slot.seen.announced = false
  if (slot.mined && slot.mined.hash !== found.hash) core.deps.onUnmined?.(slot.mined.hash)
  await core.write({ type: 'mined', nonce: slot.nonce, ...found })
  await core.crashPoint('after-mined')
  if (doneOnce && winner(slot)?.purpose !== doneOnce.purpose) tellUndone(core, doneOnce)
}

/** After a reorg the nonce went to another of our transactions, or the call reverts now: what had been confirmed is not done any more, and only whoever wanted it can want it again. */
export function tellUndone(core: TxCore, { purpose, hash }: Attempt): void {
  const message = `Transaction ${hash} was confirmed, then a reorg of L1 took it away for good.`
  core.deps.log.warn('tx.undone', { purpose, hash })
  core.deps.onEvent?.({ type: 'tx.failed', purpose, code: 'TX_UNDONE', message })
}

async function notMined(core: TxCore, slot: Slot, head: bigint): Promise<void> {
  slot.seen.lost = 0
  if (!slot.mined) return
  slot.seen.stale += 1
  if (head < slot.mined.blockNumber && slot.seen.stale < patience) return
  core.deps.onUnmined?.(slot.mined.hash)
  core.deps.log.warn('tx.reorged', { nonce: slot.nonce, hash: slot.mined.hash })
  const owed = slot.mined.success ? (winner(slot)?.purpose ?? null) : slot.owed
  await core.write({ type: 'unmined', nonce: slot.nonce, owed })
}

function countLost(core: TxCore, slot: Slot): void {
  const nowMs = core.deps.clock.now()
  if (slot.seen.lost > 0 && nowMs - slot.seen.lostAtMs < lookApartMs) return
  slot.seen.lost += 1
  slot.seen.lostAtMs = nowMs
}

async function findReceipt(core: TxCore, slot: Slot, signal: AbortSignal): Promise<MinedTx | null> {
  const known = slot.attempts.map((a) => a.hash).reverse()
  const hashes = slot.mined ? [slot.mined.hash, ...known.filter((hash) => hash !== slot.mined?.hash)] : known
  for (const hash of hashes) {
    const receipt = await core.deps.chain.receipt(hash, signal)
    if (receipt) return receipt
  }
  return null
}

type Depth = { slot: Slot; head: bigint; jobs: readonly Job[] }

/** Blocks after which a nonce's story is over: more than any reorg that is worth being ready for. */
export const settleBlocks = 12n

async function countConfirmations(core: TxCore, { slot, head, jobs }: Depth): Promise<void> {
  const { mined } = slot
  const won = winner(slot)
  if (!mined || !won) return
  const depth = head - mined.blockNumber + 1n
  const wanted = BigInt(core.deps.policy.confirmations)
  if (depth >= wanted && !slot.seen.announced) announce(core, { slot, purpose: won.purpose, jobs })
  if (depth >= wanted && depth >= settleBlocks) await core.write({ type: 'settled', nonce: slot.nonce })
}

function announce(core: TxCore, { slot, purpose, jobs }: { slot: Slot; purpose: string; jobs: readonly Job[] }): void {
  if (!slot.mined) return
  const { success, hash, blockNumber, gasUsed, feeWei } = slot.mined
  slot.seen.announced = true
  const outcome: TxOutcome = { kind: success ? 'confirmed' : 'reverted', hash, blockNumber, gasUsed, feeWei }
  for (const job of jobs)
    if (job.request.purpose === purpose) job.settle(outcome)
    else if (job.request.exact?.nonce === slot.nonce) settleDisplaced(slot, job)
  core.deps.onMined?.({ purpose, hash, blockNumber, feeWei })
  core.changed()
  if (purpose === fillerPurpose(slot.nonce)) return
  const failed = { code: 'TX_REVERTED', message: `Transaction ${hash} was mined and reverted.` }
  core.deps.onEvent?.(
    success ? { type: 'tx.confirmed', purpose, hash, gasUsed, feeWei } : { type: 'tx.failed', purpose, ...failed }
  )
}

/** An exact transaction has no other nonce to go to. */
function settleDisplaced(slot: Slot, job: Job): void {
  const own = slot.attempts.find((a) => a.purpose === job.request.purpose)
  const message = 'Another transaction of this account took its nonce, so it can never be mined.'
  if (own) job.settle({ kind: 'given-up', hash: own.hash, code: 'DISPLACED', message })
}

/** A transaction that is not ours has the nonce: says so, refuses its jobs and signs nothing until the operator has looked. */
export async function takenByOther(core: TxCore, slot: Slot, jobs: readonly Job[]): Promise<void> {
  const { nonce } = slot
  const purpose = lastAttempt(slot).purpose
  // A node behind its own past made us sign for a nonce that had long been used: nothing is wrong but that node.
  if (nonce < core.state.nextNonce) return core.write({ type: 'foreign', nonce })
  const other = { nonce, hash: await findOther(core, nonce, core.stop.signal), how: 'taken' } as const
  const message = describeOther(other)
  await core.write({ type: 'foreign', nonce })
  await pauseFor(core, other)
  core.deps.log.error('tx.nonce-conflict', { nonce, purpose })
  core.deps.onEvent?.({ type: 'tx.failed', purpose, code: 'NONCE_CONFLICT', message })
  for (const job of jobs)
    if (slot.attempts.some((a) => a.purpose === job.request.purpose))
      job.fail(new AppError({ code: 'NONCE_CONFLICT', nonce, purpose: job.request.purpose }, { message }))
}
