import type { ActionRecord, PreparedTx } from '../../../shared/domain/action.ts'
import type { ActionIntent } from '../../../shared/domain/action-input.ts'
import { AppError } from '../../../shared/errors.ts'
import type { JournalPort, Logger } from '../ports.ts'
import { decodeAction, encodeAction } from './action-file.ts'

/** Prepared, and perhaps being signed at this moment. */
export type Draft = { tx: PreparedTx; intent: ActionIntent; claimed: boolean }
export type StoredAction = { record: ActionRecord; intent: ActionIntent }

export type ActionChange = Partial<Omit<ActionRecord, 'tx' | 'changedAtMs' | 'by'>>

const draftsKept = 50
const recordsKept = 300

type Deps = { journal: JournalPort; now: () => number; log: Logger; onChange: (action: StoredAction) => void }

/** What was prepared (in memory, for a while) and what was signed (on disk). An id leads from the one to the other once. */
export class ActionBook {
  readonly #deps: Deps
  readonly #drafts = new Map<string, Draft>()
  readonly #stored = new Map<string, StoredAction>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Reads the file; a record that is not one of ours is left out. Throws JOURNAL_DAMAGED, JOURNAL_UNREADABLE. */
  async load(): Promise<void> {
    const { records } = await this.#deps.journal.readAll()
    for (const line of records) {
      const action = decodeAction(line)
      if (action) this.#remember(action)
      else this.#deps.log.warn('actions.record-skipped', {})
    }
    if (records.length > 3 * recordsKept)
      await this.#deps.journal.rewrite([...this.#stored.values()].map((action) => encodeAction(action)))
  }

  addDraft(tx: PreparedTx, intent: ActionIntent): void {
    this.#drafts.set(tx.id, { tx, intent, claimed: false })
    for (const [id, { claimed }] of this.#drafts)
      if (this.#drafts.size > draftsKept && !claimed) this.#drafts.delete(id)
  }

  /** The draft, for the one who signs it; nobody else gets it until it is released. Throws ACTION_ALREADY_USED, ACTION_UNKNOWN, ACTION_EXPIRED. */
  claim(id: string): Draft {
    if (this.#stored.has(id)) throw alreadyUsed(id)
    const draft = this.#drafts.get(id)
    if (!draft) throw unknownAction(id)
    if (draft.claimed) throw alreadyUsed(id)
    if (this.#deps.now() >= draft.tx.expiresAtSec * 1000) {
      this.#drafts.delete(id)
      throw expired(id)
    }
    draft.claimed = true
    return draft
  }

  /** Nothing was signed: it may be tried again. */
  release(id: string): void {
    const draft = this.#drafts.get(id)
    if (draft) draft.claimed = false
  }

  /** From here on the id is used up. On disk before anything is sent. */
  async keep(action: StoredAction): Promise<void> {
    await this.#deps.journal.append(encodeAction(action))
    this.#drafts.delete(action.record.tx.id)
    this.#remember(action)
    this.#deps.onChange(action)
  }

  /** Told at once; that it is on disk matters less here than that nothing waits for the disk. */
  change(id: string, patch: ActionChange): void {
    const known = this.#stored.get(id)
    if (!known) return
    const action = { ...known, record: { ...known.record, ...patch, changedAtMs: this.#deps.now() } }
    this.#stored.set(id, action)
    this.#deps.onChange(action)
    this.#deps.journal
      .append(encodeAction(action))
      .catch((error) =>
        this.#deps.log.error('actions.not-written', { code: error instanceof AppError ? error.code : 'INTERNAL' })
      )
  }

  stored(id: string): StoredAction | null {
    return this.#stored.get(id) ?? null
  }

  /** Newest first. */
  all(): StoredAction[] {
    return [...this.#stored.values()].reverse()
  }

  #remember(action: StoredAction): void {
    this.#stored.set(action.record.tx.id, action)
    for (const id of this.#stored.keys()) {
      if (this.#stored.size <= recordsKept) return
      this.#stored.delete(id)
    }
  }
}

export const unknownAction = (id: string): AppError =>
  new AppError(
    { code: 'ACTION_UNKNOWN', id },
    { message: 'There is no prepared action with this id. Prepare it again.' }
  )
const alreadyUsed = (id: string): AppError =>
  new AppError({ code: 'ACTION_ALREADY_USED', id }, { message: 'This action was signed before. Prepare a new one.' })
export const expired = (id: string): AppError =>
  new AppError(
    { code: 'ACTION_EXPIRED', id },
    { message: 'The prepared action is too old: fees and conditions may have changed. Prepare it again.' }
  )
