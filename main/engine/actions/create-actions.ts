import type {
  ActionProgress,
  ActionRecord,
  DeviceSignature,
  PreparedTx,
  PrepareResult
} from '../../../shared/domain/action.ts'
import type { ActionIntent, ActionRequest } from '../../../shared/domain/action-input.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Service } from '../runtime/supervise.ts'
import type { DeviceSubmissions } from '../submitter/device-submissions.ts'
import { ActionBook, type Draft, type StoredAction, unknownAction } from './action-book.ts'
import { ActionDesk, type DeskDeps, readIntent } from './action-desk.ts'
import { actionPurpose } from './action-purpose.ts'
import { ActionSender } from './action-sender.ts'
import type { Actions } from './actions.ts'
import { assembleSigned } from './assemble-signed.ts'
import type { OperatorParts } from './operator-parts.ts'
import { unsignedOf, type Wish } from './prepare.ts'
import { assertPossible } from './recheck.ts'

export type ActionsDeps = Omit<DeskDeps, 'nowMs' | 'parts'> & {
  parts: OperatorParts
  /** What there is to submit, where a device signs for the validator. */
  submissions: DeviceSubmissions
  clock: Clock
  log: Logger
  emit: (event: EngineEvent) => void
  onEvent: (listener: (event: EngineEvent) => void) => () => void
}

/** The operator's actions of one run of the engine. They end with the service's signal. */
export function createActions(deps: ActionsDeps): OperatorActions {
  const desk = new ActionDesk({ ...deps, nowMs: () => deps.clock.now() })
  const listeners = new Set<(progress: ActionProgress) => void>()
  let seq = 0
  const onChange = ({ record }: StoredAction): void => {
    const { tx, stage, code, by } = record
    if (stage === 'failed') deps.submissions.failed(tx.id)
    deps.log.info('action.changed', { id: tx.id, kind: tx.kind, step: tx.step, stage, code })
    deps.emit({ type: 'action.changed', id: tx.id, kind: tx.kind, step: tx.step, by, stage, code })
    seq += 1
    for (const listener of [...listeners]) listener({ ...record, seq })
  }
  const { parts, clock, log } = deps
  const book = new ActionBook({ journal: parts.files.actions, now: () => clock.now(), log, onChange })
  const sender = new ActionSender({ ...deps, book, desk })
  const loaded = once(async () => {
    await book.load()
    for (const stored of book.all().reverse()) if (isUnderWay(stored)) begin(stored)
  })
  /** Throws SUBMISSION_UNDER_WAY: an output is signed for once, whatever was prepared for it. */
  const begin = ({ record: { tx }, intent }: StoredAction): void => {
    if (intent.kind !== 'submit-output' || tx.step === 'cancel') return
    deps.submissions.begin({ id: tx.id, replaces: tx.replaces, outputIndex: intent.outputIndex })
  }

  const offer = (result: PrepareResult, intent: ActionIntent): PrepareResult => {
    if (result.ready) book.addDraft(result.tx, intent)
    return result
  }
  const prepare = async (request: ActionRequest, signal: AbortSignal): Promise<PrepareResult> => {
    const read = readIntent(request)
    if (read.kind !== 'submit-output') return offer(await desk.prepare(read, { instead: null }, signal), read)
    const { intent, conditions: extra } = await deps.submissions.propose(signal)
    return offer(await desk.prepare(intent, { instead: null, extra }, signal), intent)
  }

  const start = async (id: string, { by, sign }: Start, signal: AbortSignal): Promise<ActionRecord> => {
    await loaded()
    const draft = book.claim(id)
    try {
      assertSigning(desk, draft.tx)
      await sign(draft)
      const stored = newRecord(draft, by, clock.now())
      assertPossible(stored, await desk.view(signal))
      if (stored.intent.kind === 'submit-output' && draft.tx.step !== 'cancel')
        await deps.submissions.assertWanted(stored.intent, signal)
      begin(stored)
      await book.keep(stored)
    } catch (error) {
      deps.submissions.failed(id)
      desk.queueOf(draft.tx.signer.address).device?.withdrawOffer(id)
      book.release(id)
      throw error
    }
    return sender.send(id)
  }
  const insteadOf = async (id: string, as: 'again' | 'cancel', signal: AbortSignal): Promise<PrepareResult> => {
    await loaded()
    const stored = book.stored(id)
    if (!stored) throw unknownAction(id)
    const instead = await waitingWish(desk, stored, as, signal)
    return offer(await desk.prepare(stored.intent, { instead }, signal), stored.intent)
  }
  const signFor: SignFor = (id, by, signal) => start(id, { by, sign: async ({ tx }) => needs(tx, 'hot-key') }, signal)

  return {
    signFor,
    close: () => sender.close(),
    actions: {
      overview: (signal) => desk.overview(signal),
      prepare,
      sign: (id, signal) => signFor(id, 'operator', signal),
      submitSignature: (id, signature, signal) =>
        start(id, { by: 'operator', sign: (draft) => accept(desk, draft, signature) }, signal),
      replace: (id, signal) => insteadOf(id, 'again', signal),
      cancel: (id, signal) => insteadOf(id, 'cancel', signal),
      async list() {
        await loaded()
        return book.all().map(({ record }) => record)
      },
      onProgress(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      }
    },
    service: {
      name: 'actions',
      async run({ signal, ready }) {
        await loaded()
        await sender.run(signal, ready)
      }
    }
  }
}

export type OperatorActions = { actions: Actions; service: Service; signFor: SignFor; close(): void }

/** Signs a prepared action with the hot key, for the operator or for a timer. */
export type SignFor = (id: string, by: ActionRecord['by'], signal: AbortSignal) => Promise<ActionRecord>
const isUnderWay = ({ record: { stage } }: StoredAction): boolean => stage === 'signed' || stage === 'published'

type Start = { by: ActionRecord['by']; sign: (draft: Draft) => Promise<void> }

const newRecord = ({ tx, intent }: Draft, by: ActionRecord['by'], nowMs: number): StoredAction => ({
  intent,
  record: {
    tx,
    by,
    stage: 'signed',
    code: null,
    message: null,
    hash: null,
    blockNumber: null,
    gasUsed: null,
    feeWei: null,
    proof: null,
    replacedBy: null,
    signedAtMs: nowMs,
    changedAtMs: nowMs
  }
})

/** Keeps the device's signature for the one transaction that it is for. */
async function accept(desk: ActionDesk, { tx }: Draft, signature: DeviceSignature): Promise<void> {
  needs(tx, 'device')
  const raw = await assembleSigned(unsignedOf(tx), signature, tx.signer.address)
  desk.queueOf(tx.signer.address).device?.offer(tx.id, { deviceHash: tx.deviceHash, raw })
}

function needs({ id, signer }: PreparedTx, means: PreparedTx['signer']['means']): void {
  if (signer.means === means) return
  const [code, message] =
    signer.means === 'device'
      ? ['ACTION_NEEDS_DEVICE', `This action is signed by ${signer.address}, whose key is not in the app.`]
      : ['ACTION_NEEDS_HOT_KEY', 'This action is signed by the key in the app.']
  throw new AppError({ code, id }, { message })
}

/** Throws SIGNING_PAUSED while the key signs nothing: the queue would let the action wait until it is too old. */
function assertSigning(desk: ActionDesk, { id, signer }: PreparedTx): void {
  const { means, queue } = desk.queueOf(signer.address)
  const pause = means === 'hot-key' ? queue.paused() : null
  if (pause) throw new AppError({ code: 'SIGNING_PAUSED', id, reason: pause.code }, { message: pause.message })
}

/** Throws ACTION_NOT_WAITING when there is nothing to replace any more. */
async function waitingWish(
  desk: ActionDesk,
  { record }: StoredAction,
  as: 'again' | 'cancel',
  signal: AbortSignal
): Promise<NonNullable<Wish['instead']>> {
  const { id, step, steps, signer, to, data, call } = record.tx
  const purpose = actionPurpose(record.tx)
  const { queue } = desk.queueOf(signer.address)
  await queue.reconcile(signal)
  const waiting = queue.waiting(purpose)
  if (waiting) return { id, purpose, as, ...waiting, call: { step, steps, role: signer.role, to, data, decoded: call } }
  throw new AppError(
    { code: 'ACTION_NOT_WAITING', id },
    { message: 'This action is not waiting any more: it was mined, or never sent.' }
  )
}

/** Asked for together, done once; a failure is forgotten, so that it is tried again. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  return () => {
    running ??= work().catch((error) => {
      running = null
      throw error
    })
    return running
  }
}
