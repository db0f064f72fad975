import type { ActionProgress, ActionRecord, DeviceSignature, PrepareResult } from '../../../shared/domain/action.ts'
import type { ActionRequest } from '../../../shared/domain/action-input.ts'
import type { ActionsOverview } from '../../../shared/domain/action-view.ts'

/**
 * What an operator can do, by id: an action is looked at and prepared, signed by the hot key or by a device, sent once, and followed to the proof of what it did.
 * Throws AppErrors of `actionErrorCodes`, and the pool's.
 */
export type Actions = {
  overview(signal: AbortSignal): Promise<ActionsOverview>
  /** Throws ACTION_INPUT_INVALID with the field and its problem. */
  prepare(request: ActionRequest, signal: AbortSignal): Promise<PrepareResult>
  /** Signs with the hot key and hands it to the queue; resolves when it is written down, before it is published. */
  sign(id: string, signal: AbortSignal): Promise<ActionRecord>
  /** The same with a signature made elsewhere; it has to be by the expected account, over exactly the prepared bytes. */
  submitSignature(id: string, signature: DeviceSignature, signal: AbortSignal): Promise<ActionRecord>
  /** Prepares the same action again with fees that replace the waiting one. It is signed like any other. */
  replace(id: string, signal: AbortSignal): Promise<PrepareResult>
  /** Prepares a transfer of nothing to oneself in the place of the waiting one. */
  cancel(id: string, signal: AbortSignal): Promise<PrepareResult>
  /** Everything that was signed, newest first. */
  list(): Promise<ActionRecord[]>
  /** `seq` rises by one with each. */
  onProgress(listener: (progress: ActionProgress) => void): () => void
}
