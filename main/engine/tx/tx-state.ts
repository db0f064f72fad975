import type { Hash, Hex } from '../../../shared/domain/hex.ts'
import type { JournalRecord, RecordOf } from './journal-records.ts'
import type { Call } from './tx-chain.ts'
import type { Lane } from './types.ts'

export type Attempt = {
  purpose: string
  lane: Lane
  call: Call
  /** May be sent again as it is only. */
  exact?: true
  hash: Hash
  raw: Hex
  maxFeeWei: bigint
  tipWei: bigint
  atFeeCap: boolean
  signedAtMs: number
  /** Last time a node took it; null when none is known to have. */
  publishedAtMs: number | null
}

/** Everything signed for one nonce: at most one of the attempts is ever mined, whatever their purposes. */
export type Slot = {
  nonce: number
  attempts: Attempt[]
  mined: RecordOf<'mined'> | null
  /** Purposes that were refused after signing, with the reason. */
  givenUp: Map<string, string>
  /** The purpose that was done here until a reorg undid it: nothing else may use the nonce before it is done again or refused. */
  owed: string | null
  /** What this process has noticed; starts anew with each process and each reorg, never journaled. */
  seen: SlotNotes
}

export type SlotNotes = {
  /** The newest attempt is in a node's pool, or a node has just taken it. */
  verified: boolean
  /** The outcome was told to whoever waited. */
  announced: boolean
  /** The pool wants more: replace at once, raising this many steps. */
  bumpSteps: number
  /** The fee limit leaves no room for another raise. */
  capped: boolean
  /** Times in a row that the nonce was used up while none of our hashes had a receipt. */
  lost: number
  lostAtMs: number
  /** Times that a node refused the newest attempt as too late (nonce too low), or for a reason we do not know. */
  tooLow: number
  refused: number
  /** Looks in a row that a node behind the block of `mined` was answering. */
  stale: number
  /** Looks that showed a transaction which is not ours in this place, and when the last one was. */
  rival: { looks: number; atMs: number }
}

/** What the journal says, in memory. `apply` is the only writer of everything but `Slot.seen`, so a restart yields the same state. */
export class TxState {
  header: RecordOf<'chain'> | null = null
  readonly slots = new Map<number, Slot>()
  /** Purposes done and settled. */
  readonly done = new Map<string, RecordOf<'done'>>()
  /** Lowest nonce that no settled transaction has used. */
  nextNonce = 0
  /** Nonces below it are not ours to wonder about; null in a journal that never said so. */
  acceptedNonce: number | null = null
  pause: RecordOf<'paused'> | null = null
  #intents = new Map<number, RecordOf<'intent'>>()

  /** Open slots, lowest nonce first. */
  open(): Slot[] {
    return [...this.slots.values()].sort((a, b) => a.nonce - b.nonce)
  }

  /** The lowest nonce that was signed for and is not mined. */
  active(): Slot | null {
    return this.open().find((slot) => !slot.mined) ?? null
  }

  slotOf(purpose: string): Slot | null {
    return this.open().findLast((slot) => slot.attempts.some((a) => a.purpose === purpose)) ?? null
  }

  /** The mined transaction of a purpose that succeeded, settled or not. */
  doneHash(purpose: string): Hash | null {
    const won = this.open().find((slot) => slot.mined?.success && winner(slot)?.purpose === purpose)
    return won?.mined?.hash ?? this.done.get(purpose)?.hash ?? null
  }

  danglingIntents(): RecordOf<'intent'>[] {
    return [...this.#intents.values()]
  }

  apply(record: JournalRecord): void {
    switch (record.type) {
      case 'chain':
        this.header = record
        return
      case 'intent':
        this.#intents.set(record.nonce, record)
        return
      case 'abandoned':
        this.#intents.delete(record.nonce)
        return
      case 'signed':
        this.#addAttempt(record)
        return
      case 'done':
        this.done.set(record.purpose, record)
        this.nextNonce = Math.max(this.nextNonce, record.nonce + 1)
        return
      case 'accepted':
        this.acceptedNonce = record.nonce
        return
      case 'paused':
        this.pause = record
        return
      case 'resumed':
        this.pause = null
        return
      case 'settled':
      case 'foreign':
        this.#close(record.nonce)
        return
      default:
        this.#applyToSlot(record)
    }
  }

  /** Keeps the newest `keepDone` finished purposes. */
  forget(keepDone: number): void {
    for (const purpose of [...this.done.keys()].slice(0, -keepDone)) this.done.delete(purpose)
  }

  /** The same state in as few records as it takes. */
  compact(): JournalRecord[] {
    return [
      ...(this.header ? [this.header] : []),
      ...this.done.values(),
      ...(this.nextNonce > 0 ? [{ type: 'settled' as const, nonce: this.nextNonce - 1 }] : []),
      ...(this.acceptedNonce === null ? [] : [{ type: 'accepted' as const, nonce: this.acceptedNonce, atMs: 0 }]),
      ...this.open().flatMap(recordsOf),
      ...this.danglingIntents(),
      ...(this.pause ? [this.pause] : [])
    ]
  }

  #addAttempt(record: RecordOf<'signed'>): void {
    const intent = this.#intents.get(record.nonce)
    if (!intent) return
    this.#intents.delete(record.nonce)
    const slot = this.slots.get(record.nonce) ?? newSlot(record.nonce)
    const { to, data, valueWei, lane, exact } = intent
    const { purpose, hash, raw, maxFeeWei, tipWei, atFeeCap, atMs } = record
    const call = { to, data, valueWei }
    const fees = { maxFeeWei, tipWei, atFeeCap }
    const signed = { purpose, lane, call, ...(exact && { exact }), hash, raw, ...fees, signedAtMs: atMs }
    slot.attempts.push({ ...signed, publishedAtMs: null })
    slot.givenUp.delete(purpose)
    this.slots.set(record.nonce, slot)
  }

  #applyToSlot(record: RecordOf<'published' | 'mined' | 'unmined' | 'given-up'>): void {
    const slot = this.slots.get(record.nonce)
    if (!slot) return
    if (record.type === 'given-up') slot.givenUp.set(record.purpose, record.code)
    else if (record.type === 'mined') slot.mined = record
    else if (record.type === 'unmined') Object.assign(slot, { mined: null, owed: record.owed, seen: newNotes() })
    else for (const attempt of slot.attempts) if (attempt.hash === record.hash) attempt.publishedAtMs = record.atMs
  }

  #close(nonce: number): void {
    const slot = this.slots.get(nonce)
    const won = slot && winner(slot)
    if (won && slot.mined?.success)
      this.done.set(won.purpose, { type: 'done', purpose: won.purpose, nonce, hash: won.hash })
    this.slots.delete(nonce)
    this.nextNonce = Math.max(this.nextNonce, nonce + 1)
  }
}

/** The attempt that was mined, null while none is. */
export const winner = (slot: Slot): Attempt | null => slot.attempts.find((a) => a.hash === slot.mined?.hash) ?? null

const newSlot = (nonce: number): Slot => ({
  nonce,
  attempts: [],
  mined: null,
  givenUp: new Map(),
  owed: null,
  seen: newNotes()
})

const newNotes = (): SlotNotes => ({
  verified: false,
  announced: false,
  bumpSteps: 1,
  capped: false,
  lost: 0,
  lostAtMs: 0,
  tooLow: 0,
  refused: 0,
  stale: 0,
  rival: { looks: 0, atMs: 0 }
})

function recordsOf(slot: Slot): JournalRecord[] {
  const { nonce } = slot
  const attempts = slot.attempts.flatMap((a): JournalRecord[] => {
    const { purpose, lane, hash, raw, maxFeeWei, tipWei, atFeeCap, signedAtMs: atMs } = a
    return [
      { type: 'intent', purpose, lane, nonce, ...a.call, ...(a.exact && { exact: a.exact }), atMs },
      { type: 'signed', purpose, nonce, hash, raw, maxFeeWei, tipWei, atFeeCap, atMs },
      ...(a.publishedAtMs === null ? [] : [{ type: 'published' as const, nonce, hash, atMs: a.publishedAtMs }])
    ]
  })
  const givenUp = [...slot.givenUp].map(([purpose, code]) => ({ type: 'given-up' as const, nonce, purpose, code }))
  return [
    ...attempts,
    ...(slot.owed === null ? [] : [{ type: 'unmined' as const, nonce, owed: slot.owed }]),
    ...givenUp,
    ...(slot.mined ? [slot.mined] : [])
  ]
}
