import type { ActionKind, ActionProgress, ActionRecord, PreparedTx } from '../../../shared/domain/action.ts'
import { type ActionField, parseActionInput } from '../../../shared/domain/action-input.ts'
import type { ActionsOverview } from '../../../shared/domain/action-view.ts'
import type { Bridge } from '../../../shared/ipc/bridge.ts'
import type { Reply, WireError } from '../../../shared/ipc/result.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { LedgerFailure } from '../../ledger/ledger-problem.ts'
import { type Flow, newFlow, outputOf, requestOf, resultOf } from './flow.ts'

export type DeskState = {
  overview: ActionsOverview | null
  /** Why the last look failed; null after a success. */
  overviewError: WireError | null
  flows: Readonly<Partial<Record<ActionKind, Flow>>>
  /** Newest first. */
  records: readonly ActionRecord[]
}

type Deps = { bridge: Bridge; ledger: () => Ledger; after: (ms: number, run: () => void) => () => void }

/** Typing settles for so long before main is asked. */
export const settleMs = 350

/** Every action that is under way in this window. It outlives the screen: leaving it loses nothing, and signs nothing twice. */
export class ActionDesk {
  readonly #deps: Deps
  readonly #listeners = new Set<() => void>()
  readonly #lookOff = new Map<ActionKind, () => void>()
  readonly #asked = new Map<ActionKind, number>()
  #state: DeskState = { overview: null, overviewError: null, flows: {}, records: [] }
  #refreshing: Promise<void> | null = null

  constructor(deps: Deps) {
    this.#deps = deps
    deps.bridge.subscribe('action.progress', (progress) => this.#take([progress]))
  }

  readonly getState = (): DeskState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  flow(kind: ActionKind): Flow {
    return this.#state.flows[kind] ?? newFlow(kind)
  }

  /** Looks at the chain again, and at what was signed. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  /** Begins anew, unless something is under way. Actions that take no input are looked at right away. */
  open(kind: ActionKind): void {
    const { tx, sent, typed } = this.flow(kind)
    if (tx !== null || sent.length > 0 || Object.keys(typed).length > 0) return
    this.#begin(kind)
  }

  /** Main asks for a signature on this output: it is begun with, unless that has happened. */
  ask(outputIndex: bigint): void {
    const { tx, sent, signing } = this.flow('submit-output')
    const last = tx ?? this.#state.records.find((record) => record.tx.id === sent.at(-1))?.tx
    if (signing.state === 'busy' || (last && outputOf(last) === outputIndex)) return
    this.#begin('submit-output')
  }

  again(kind: ActionKind): void {
    this.#begin(kind)
    void this.refresh()
  }

  type(kind: ActionKind, field: ActionField, value: string): void {
    const flow = this.flow(kind)
    this.#patch(kind, { typed: { ...flow.typed, [field]: value } })
    this.#look(kind, settleMs)
  }

  /** Fixes the transaction, to be reviewed and signed; where something says no, the preview tells what. */
  async review(kind: ActionKind): Promise<void> {
    const reply = await this.#prepare(kind)
    if (reply?.ok && reply.value.ready) this.#patch(kind, { tx: reply.value.tx, signing: { state: 'idle' } })
  }

  /** Back to what is typed. A review on the device goes on until the user ends it there; what comes of it is dropped. */
  leave(kind: ActionKind): void {
    const { signing } = this.flow(kind)
    if (signing.state === 'busy' && (signing.step === 'key' || signing.step === 'sending')) return
    this.#patch(kind, { tx: null, signing: { state: 'idle' } })
    this.#look(kind, 0)
  }

  /** What time or others may have changed: looked at again, unless it is being signed or was, or is being typed. */
  recheck(kind: ActionKind): void {
    const { preview, tx, sent } = this.flow(kind)
    if (tx !== null || sent.length > 0) return
    const stuck = preview.state === 'failed' || (preview.state === 'seen' && !preview.result.ready)
    if (stuck) this.#look(kind, 0)
  }

  async sign(kind: ActionKind): Promise<void> {
    const { tx, signing } = this.flow(kind)
    if (tx === null || signing.state === 'busy') return
    const reply = tx.signer.means === 'device' ? await this.#signOnDevice(kind, tx) : await this.#signWithKey(kind, tx)
    if (reply === null || !this.#isAbout(kind, tx)) return
    if (!reply.ok) return this.#patch(kind, { signing: { state: 'error', error: reply.error } })
    this.#take([reply.value])
    const { sent } = this.flow(kind)
    this.#patch(kind, { tx: null, signing: { state: 'idle' }, preview: { state: 'none' }, sent: [...sent, tx.id] })
  }

  /** Prepares what takes the place of a waiting action: the same with higher fees, or nothing. */
  async takePlace(kind: ActionKind, id: string, as: 'actions.replace' | 'actions.cancel'): Promise<void> {
    this.#patch(kind, { preview: { state: 'looking', last: null } })
    const reply = await this.#deps.bridge.invoke(as, { id })
    if (!reply.ok) return this.#patch(kind, { preview: { state: 'failed', error: reply.error } })
    this.#patch(kind, { preview: { state: 'seen', result: reply.value } })
    if (reply.value.ready) this.#patch(kind, { tx: reply.value.tx, signing: { state: 'idle' } })
  }

  /** Follows an action that was signed before this window was opened. */
  follow(record: ActionRecord): void {
    this.#patch(record.tx.kind, { ...newFlow(record.tx.kind), sent: [record.tx.id] })
  }

  #begin(kind: ActionKind): void {
    this.#patch(kind, newFlow(kind))
    // An output has a deadline, and nothing to be typed.
    if (kind === 'submit-output') void this.review(kind)
    else this.#look(kind, 0)
  }

  async #refresh(): Promise<void> {
    const { bridge } = this.#deps
    const [view, list] = await Promise.all([
      bridge.invoke('actions.view', undefined),
      bridge.invoke('actions.list', undefined)
    ])
    if (list.ok) this.#take(list.value)
    this.#set(view.ok ? { overview: view.value, overviewError: null } : { overviewError: view.error })
  }

  /** Asks main once typing has settled; what cannot be read is not asked about. */
  #look(kind: ActionKind, afterMs: number): void {
    this.#lookOff.get(kind)?.()
    // An answer that is still on its way is about something else by now.
    this.#asked.set(kind, (this.#asked.get(kind) ?? 0) + 1)
    const { typed } = this.flow(kind)
    if (!parseActionInput(requestOf(kind, typed)).ok) {
      this.#patch(kind, { preview: { state: 'none' } })
      return
    }
    this.#patch(kind, { preview: { state: 'looking', last: resultOf(this.flow(kind)) } })
    this.#lookOff.set(
      kind,
      this.#deps.after(afterMs, () => void this.#prepare(kind))
    )
  }

  /** Null when something newer was asked meanwhile. */
  async #prepare(kind: ActionKind) {
    this.#lookOff.get(kind)?.()
    const number = (this.#asked.get(kind) ?? 0) + 1
    this.#asked.set(kind, number)
    const flow = this.flow(kind)
    this.#patch(kind, { preview: { state: 'looking', last: resultOf(flow) } })
    const reply = await this.#deps.bridge.invoke('actions.prepare', requestOf(kind, flow.typed))
    if (this.#asked.get(kind) !== number) return null
    this.#patch(kind, {
      preview: reply.ok ? { state: 'seen', result: reply.value } : { state: 'failed', error: reply.error }
    })
    return reply
  }

  #signWithKey(kind: ActionKind, { id }: PreparedTx): Promise<Reply<ActionRecord>> {
    this.#patch(kind, { signing: { state: 'busy', step: 'key' } })
    return this.#deps.bridge.invoke('actions.sign', { id })
  }

  /** Null when it came to nothing: the device said no, or the user turned back meanwhile. */
  async #signOnDevice(kind: ActionKind, tx: PreparedTx): Promise<Reply<ActionRecord> | null> {
    const { id, unsigned, data, signer } = tx
    const hint = signer.path === undefined ? {} : { path: signer.path }
    const onStep = (step: Extract<Flow['signing'], { state: 'busy' }>['step']): void => {
      if (this.#isAbout(kind, tx)) this.#patch(kind, { signing: { state: 'busy', step } })
    }
    try {
      const order = { address: signer.address, ...hint, unsigned, blind: data !== '0x', onStep }
      const { r, s, v } = await this.#deps.ledger().sign(order)
      if (!this.#isAbout(kind, tx)) return null
      onStep('sending')
      return await this.#deps.bridge.invoke('actions.submitSignature', { id, r, s, v })
    } catch (error) {
      const problem = error instanceof LedgerFailure ? error.problem : 'UNKNOWN'
      if (this.#isAbout(kind, tx)) this.#patch(kind, { signing: { state: 'problem', problem } })
      return null
    }
  }

  #isAbout(kind: ActionKind, { id }: PreparedTx): boolean {
    return this.flow(kind).tx?.id === id
  }

  #take(records: readonly (ActionRecord | ActionProgress)[]): void {
    const byId = new Map(this.#state.records.map((record) => [record.tx.id, record]))
    for (const record of records) {
      const known = byId.get(record.tx.id)
      if (!known || record.changedAtMs >= known.changedAtMs) byId.set(record.tx.id, record)
    }
    this.#set({ records: [...byId.values()].sort((a, b) => b.signedAtMs - a.signedAtMs) })
  }

  #patch(kind: ActionKind, patch: Partial<Flow>): void {
    this.#set({ flows: { ...this.#state.flows, [kind]: { ...this.flow(kind), ...patch } } })
  }

  #set(patch: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...patch }
    for (const listener of this.#listeners) listener()
  }
}
