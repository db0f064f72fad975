import { inTurn, type Job, outranks } from './job.ts'
import { type Attempt, type Slot, type TxState, winner } from './tx-state.ts'

/** What the queue does next with the key. */
export type Step =
  | { kind: 'idle' }
  /** Sign and publish: a first attempt (slot null), a resend, or a take-over of a nonce that is in the way. */
  | { kind: 'send'; job: Job; slot: Slot | null }
  /** Signed before, perhaps never published: find out, and publish the same bytes if they are still wanted. */
  | { kind: 'reattach'; job: Job; slot: Slot }
  /** Reorged out after its job was answered: the same bytes again, and once they are stuck, the same call with raised fees. */
  | { kind: 'restore'; slot: Slot }
  | { kind: 'renew'; slot: Slot }
  /** A refused transaction blocks one behind it that cannot move down: use its nonce up. */
  | { kind: 'fill'; slot: Slot }

export type StepInput = {
  state: TxState
  jobs: readonly Job[]
  nowMs: number
  resendAfterMs: number
  /** A dispute waits so long for a pending transaction of lower rank before it takes its nonce. */
  takeOverAfterMs: number
  /** Until then a transaction of an earlier process is left to whoever asks for its purpose again. */
  claimUntilMs: number
  paused: boolean
}

const idle: Step = { kind: 'idle' }

/**
 * Pure. Two rules keep a purpose from being mined twice: a purpose is signed at one nonce only until that nonce is settled with another
 * transaction (a dispute, which has a deadline, moves on as soon as that one is confirmed); and only the lowest unmined nonce is ever signed.
 */
export function nextStep(input: StepInput): Step {
  if (input.paused) return idle
  const waiting = inTurn(input.jobs).filter((job) => !isMined(input.state, job))
  const slot = input.state.active()
  return slot ? stepForSlot(slot, waiting, input) : firstSend(waiting, input.state)
}

function firstSend(waiting: readonly Job[], state: TxState): Step {
  const job = waiting.find((candidate) => mayMoveTo(null, candidate, state))
  return job ? { kind: 'send', job, slot: null } : idle
}

function stepForSlot(slot: Slot, waiting: readonly Job[], input: StepInput): Step {
  const owner = ownerOf(slot, waiting)
  const rival = waiting.find(
    (job) => job !== owner && mayMoveTo(slot, job, input.state) && mayTakeOver(slot, { rival: job, owner, input })
  )
  if (rival) return { kind: 'send', job: rival, slot }
  if (owner) return stepForOwner(slot, owner, input)
  if (isOwedAgain(slot)) return stepForReorged(slot, input)
  return isRefused(slot) && isDue(slot, input) && input.state.open().some((s) => s.nonce > slot.nonce)
    ? { kind: 'fill', slot }
    : idle
}

function ownerOf(slot: Slot, waiting: readonly Job[]): Job | undefined {
  if (isOwedAgain(slot)) return waiting.find((job) => job.request.purpose === slot.owed)
  return waiting.find((job) => slot.attempts.some((a) => a.purpose === job.request.purpose))
}

function stepForReorged(slot: Slot, input: StepInput): Step {
  if (isDue(slot, input)) return { kind: 'renew', slot }
  return slot.seen.verified ? idle : { kind: 'restore', slot }
}

function stepForOwner(slot: Slot, job: Job, input: StepInput): Step {
  if (isDue(slot, input)) return { kind: 'send', job, slot }
  return slot.seen.verified ? idle : { kind: 'reattach', job, slot }
}

type Contest = { rival: Job; owner: Job | undefined; input: StepInput }

/** A dispute takes the nonce of a lower lane that blocks it; anything else only one that nobody wants any more. */
function mayTakeOver(slot: Slot, { rival, owner, input }: Contest): boolean {
  const { lane, exact } = rival.request
  if (exact) return exact.nonce === slot.nonce && slot.attempts.every((a) => mayBeReplaced(slot, a))
  if (isOwedAgain(slot)) return false
  const blocked = waitedMs(slot, input.nowMs) >= input.takeOverAfterMs
  if (lane === 'dispute' && blocked && slot.attempts.every((a) => a.lane !== 'dispute' || slot.givenUp.has(a.purpose)))
    return true
  // An exact transaction cannot be raised, so it may not hold up the validator's work either.
  if (owner) return outranks(lane, owner.request.lane) && (isRefused(slot) || (isExact(owner) && blocked))
  return isRefused(slot) || (blocked && input.nowMs >= input.claimUntilMs)
}

const isExact = (job: Job): boolean => job.request.exact !== undefined

/** By an operator action that was prepared for this nonce. */
const mayBeReplaced = (slot: Slot, attempt: Attempt): boolean =>
  attempt.lane === 'operator' || slot.givenUp.has(attempt.purpose)

/** Its own transaction is mined and only wants confirmations. */
const isMined = (state: TxState, { request }: Job): boolean =>
  state.open().some((slot) => {
    const won = winner(slot)
    return won?.purpose === request.purpose && (slot.mined?.success === true || !slot.seen.announced)
  })

/** Whether the job may be signed at `slot`'s nonce without a second chance to be mined elsewhere. */
const mayMoveTo = (slot: Slot | null, { request }: Job, state: TxState): boolean =>
  state.open().every((other) => {
    if (other === slot || !other.attempts.some((a) => a.purpose === request.purpose)) return true
    if (!other.mined) return false
    return winner(other)?.purpose === request.purpose || (request.lane === 'dispute' && other.seen.announced)
  })

export const isRefused = (slot: Slot): boolean =>
  slot.attempts.every((a) => slot.givenUp.has(a.purpose) || isFiller(a.purpose))

/** Its purpose was reported as done: it must become so again before anything else. */
const isOwedAgain = (slot: Slot): boolean => slot.owed !== null && !slot.givenUp.has(slot.owed)

const isDue = (slot: Slot, { nowMs, resendAfterMs }: StepInput): boolean =>
  (slot.seen.bumpSteps > 1 && !slot.seen.capped) || waitedMs(slot, nowMs) >= resendAfterMs

/** Since the newest attempt was sent. A machine's clock that was set back since then must not keep a transaction from being raised. */
function waitedMs(slot: Slot, nowMs: number): number {
  const ms = nowMs - sentAtMs(lastAttempt(slot))
  return ms < 0 ? Number.POSITIVE_INFINITY : ms
}

export function lastAttempt(slot: Slot): Attempt {
  const last = slot.attempts.at(-1)
  if (!last) throw new Error('a slot has at least one attempt')
  return last
}

export const sentAtMs = (attempt: Attempt): number => attempt.publishedAtMs ?? attempt.signedAtMs

export const fillerPurpose = (nonce: number): string => `fill-nonce:${nonce}`
const isFiller = (purpose: string): boolean => purpose.startsWith('fill-nonce:')
