import type { ActionRecord, PreparedTx } from '../../../shared/domain/action.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { untilAborted } from '../runtime/until-aborted.ts'
import { createRpcTxChain } from '../tx/rpc-tx-chain.ts'
import type { TxOutcome, TxRequest } from '../tx/types.ts'
import { type ActionBook, expired, type StoredAction, unknownAction } from './action-book.ts'
import type { ActionDesk } from './action-desk.ts'
import { actionIdOf, actionPurpose } from './action-purpose.ts'
import type { ActionsDeps } from './create-actions.ts'
import { assertPossible } from './recheck.ts'
import { verify } from './verify.ts'

type Deps = Pick<ActionsDeps, 'parts' | 'addresses' | 'clock' | 'log' | 'onEvent' | 'submissions'> & {
  book: ActionBook
  desk: ActionDesk
}

const verifyTries = 5
const verifyAgainMs = 2_000
const reverted = 'The transaction was mined, but the contract refused it. Only the fee was paid.'

/** Sends what was signed, once, and follows it: to the nodes, to its block, to the proof of what it did. */
export class ActionSender {
  readonly #deps: Deps
  readonly #life = new AbortController()
  readonly #off: () => void
  /** Ends the wait for an action whose place was taken. */
  readonly #waits = new Map<string, AbortController>()
  /** What was seen at the last check before the signature. */
  readonly #lastViews = new Map<string, ActionView>()

  constructor(deps: Deps) {
    this.#deps = deps
    this.#off = deps.onEvent((event) => this.#onEvent(event))
  }

  /** Hears nothing more. */
  close(): void {
    this.#off()
    this.#life.abort(new Error('closed'))
  }

  /** Until the signal fires. Actions of an earlier run are looked up first. */
  async run(signal: AbortSignal, ready: () => void): Promise<void> {
    await this.#settleEarlier(signal)
    ready()
    await untilAborted(signal)
  }

  /** Hands a kept action to its account's queue. */
  async send(id: string): Promise<ActionRecord> {
    const stored = this.#stored(id)
    const { tx } = stored.record
    const wait = new AbortController()
    this.#waits.set(id, wait)
    const { queue, means } = this.#deps.desk.queueOf(tx.signer.address)
    // Wallets on a device are used from elsewhere too; there, that is nobody's mistake.
    if (means === 'device' && queue.paused()?.code === 'NONCE_CONFLICT') await queue.resumeSigning()
    const signal = AbortSignal.any([this.#life.signal, wait.signal])
    queue.submit(this.#request(tx), signal).then(
      (outcome) => this.#onOutcome(id, outcome),
      (error) => this.#onError(id, error)
    )
    return stored.record
  }

  #request(tx: PreparedTx): TxRequest {
    const { id, to, data, valueWei, nonce, gas, fees } = tx
    const { maxFeePerGasWei: maxFeeWei, maxPriorityFeePerGasWei: tipWei } = fees
    return {
      purpose: actionPurpose(tx),
      lane: 'operator',
      to,
      data,
      valueWei,
      gas: { percent: 100n, extra: 0n },
      exact: { nonce, gas, maxFeeWei, tipWei },
      recheck: (signal) => this.#recheck(id, signal)
    }
  }

  /** Right before the signature, and before the same bytes are sent again. */
  async #recheck(id: string, signal: AbortSignal): Promise<void> {
    const stored = this.#stored(id)
    const { tx, hash } = stored.record
    if (hash === null && this.#deps.clock.now() >= tx.expiresAtSec * 1000) throw expired(id)
    if (tx.step === 'cancel') return
    const view = await this.#deps.desk.view(signal)
    assertPossible(stored, view)
    if (stored.intent.kind === 'submit-output') await this.#deps.submissions.assertWanted(stored.intent, signal)
    this.#lastViews.set(id, view)
  }

  #onEvent(event: EngineEvent): void {
    const id = 'purpose' in event ? actionIdOf(event.purpose) : null
    const stored = id && this.#deps.book.stored(id)
    if (!id || !stored) return
    if (event.type === 'tx.published') this.#onPublished(stored, event.hash)
    if (event.type === 'tx.confirmed') this.#onConfirmed(id, event)
    if (event.type === 'tx.failed') this.#fail(id, event.code === 'TX_REVERTED' ? reverted : event.message, event.code)
  }

  #onPublished({ record }: StoredAction, hash: Hash): void {
    const { id, replaces } = record.tx
    this.#deps.book.change(id, { stage: 'published', hash, code: null, message: null })
    if (replaces === null) return
    this.#deps.book.change(replaces, { replacedBy: id })
    this.#waits.get(replaces)?.abort(new Error('replaced'))
  }

  #onConfirmed(id: string, { hash, gasUsed, feeWei }: { hash: Hash; gasUsed: bigint; feeWei: bigint }): void {
    const { stage } = this.#stored(id).record
    if (stage === 'verified') return
    this.#deps.book.change(id, { stage: 'confirmed', hash, gasUsed, feeWei, code: null, message: null })
    this.#endRivals(id)
    this.#verify(id, hash).catch((error) => {
      if (!(error instanceof AbortedError))
        this.#deps.log.error('actions.verify', { code: error instanceof AppError ? error.code : 'INTERNAL' })
    })
  }

  /** One nonce, one transaction: what else was signed for it can never be mined. */
  #endRivals(id: string): void {
    const { tx } = this.#stored(id).record
    for (const { record } of this.#deps.book.all()) {
      const rival = record.tx
      const shares = rival.nonce === tx.nonce && rival.signer.address === tx.signer.address && rival.id !== id
      if (shares && isOpen(record)) this.#fail(rival.id, ...endOf(rival, tx))
    }
  }

  async #verify(id: string, hash: Hash): Promise<void> {
    const { parts, addresses, desk, book } = this.#deps
    const deps = {
      pool: parts.sources.primary,
      addresses,
      viewAt: (b: bigint | null, s: AbortSignal) => desk.view(s, b)
    }
    const mined = { action: this.#stored(id), hash, lastView: this.#lastViews.get(id) ?? null }
    const verified = await this.#untilSeen(() => verify(deps, mined, this.#life.signal))
    this.#lastViews.delete(id)
    if (!verified) return book.change(id, { code: 'PROOF_UNAVAILABLE', message: 'What it did could not be looked at.' })
    const { proof, code, blockNumber } = verified
    if (code === 'PROOF_EVENT_MISSING')
      return book.change(id, { stage: 'failed', proof, blockNumber, code, message: 'The expected event is missing.' })
    if (code !== null)
      return book.change(id, { proof, blockNumber, code, message: 'The state after it is not the expected one.' })
    book.change(id, { stage: 'verified', proof, blockNumber, code: null, message: null })
  }

  async #untilSeen<T>(look: () => Promise<T>): Promise<T | null> {
    for (let tries = 1; ; tries++) {
      try {
        return await look()
      } catch (error) {
        if (this.#life.signal.aborted) throw new AbortedError(error)
        if (tries >= verifyTries) return null
      }
      await this.#deps.clock.sleep(verifyAgainMs * tries, this.#life.signal)
    }
  }

  /** What the events have not told: an action that was never sent, or is not wanted any more. */
  #onOutcome(id: string, outcome: TxOutcome): void {
    this.#forget(id)
    if (outcome.kind === 'not-sent' || outcome.kind === 'given-up') this.#fail(id, outcome.message, outcome.code)
  }

  #onError(id: string, error: unknown): void {
    const replaced = this.#waits.get(id)?.signal.aborted ?? false
    this.#forget(id)
    if (replaced || this.#life.signal.aborted || error instanceof AbortedError) return
    const known = error instanceof AppError ? error : null
    this.#fail(id, known?.message ?? 'The action failed for an unknown reason. See the log.', known?.code ?? 'INTERNAL')
  }

  #forget(id: string): void {
    this.#waits.delete(id)
    const { tx } = this.#stored(id).record
    this.#deps.desk.queueOf(tx.signer.address).device?.withdrawOffer(id)
  }

  #fail(id: string, message: string, code: string): void {
    const { record } = this.#stored(id)
    if (record.stage !== 'failed' || record.code !== code)
      this.#deps.book.change(id, { stage: 'failed', code, message })
  }

  #stored(id: string): StoredAction {
    const stored = this.#deps.book.stored(id)
    if (!stored) throw unknownAction(id)
    return stored
  }

  /** Nothing of an earlier run is sent again by itself; what was sent is followed. */
  async #settleEarlier(signal: AbortSignal): Promise<void> {
    for (const { record } of this.#deps.book.all()) {
      const { stage, tx, hash, code } = record
      if (stage === 'confirmed' && hash && code === null) await this.#verify(tx.id, hash)
      if (!isOpen(record)) continue
      const { queue } = this.#deps.desk.queueOf(tx.signer.address)
      await queue.reconcile(signal)
      if (!queue.waiting(actionPurpose(tx))) await this.#lookUp(record, signal)
    }
  }

  async #lookUp({ tx, hash }: ActionRecord, signal: AbortSignal): Promise<void> {
    // The reconciliation may have told of it meanwhile.
    if (!isOpen(this.#stored(tx.id).record)) return
    const chain = createRpcTxChain({ pool: this.#deps.parts.sources.primary, account: tx.signer.address })
    const known = hash ?? this.#deps.desk.queueOf(tx.signer.address).queue.minedHash(actionPurpose(tx))
    const mined = known && (await chain.receipt(known, signal))
    if (mined?.success) return this.#onConfirmed(tx.id, mined)
    if (mined) return this.#fail(tx.id, reverted, 'TX_REVERTED')
    this.#fail(tx.id, ...(known ? displaced : interrupted))
  }
}

const isOpen = ({ stage }: ActionRecord): boolean => stage === 'signed' || stage === 'published'

type Ending = [message: string, code: string]

const displaced: Ending = ['Another transaction of this account took its nonce, so it can never be mined.', 'DISPLACED']
const interrupted: Ending = [
  'The app ended while it was being sent. Look at the account on chain before you do it again.',
  'INTERRUPTED'
]

/** Why `rival` came to nothing when `won` was mined with its nonce. */
function endOf(rival: PreparedTx, won: PreparedTx): Ending {
  if (won.step === 'cancel') return ['It was cancelled: another transaction used up its nonce.', 'CANCELLED']
  if (rival.step === 'cancel') return ['It came too late: the action was mined before.', 'CANCEL_TOO_LATE']
  return ['It was replaced by the same action with another fee.', 'REPLACED']
}
