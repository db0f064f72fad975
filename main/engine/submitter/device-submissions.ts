import type { SubmitIntent } from '../../../shared/domain/action-input.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SubmissionDesk } from './submission-desk.ts'

/** Between the submitter, which knows what is to be submitted, and the operator's actions, which carry it to a device and back. */
export type DeviceSubmissions = SubmissionDesk & {
  /** Null while no submitter runs. */
  serve(desk: SubmissionDesk | null): void
  /** From now on the output counts as under way by this action. Throws SUBMISSION_UNDER_WAY when it is by another one, unless that is replaced. */
  begin(action: { id: string; replaces: string | null; outputIndex: bigint }): void
  /** It came to nothing. */
  failed(id: string): void
  /** Signed, and not known to have failed. */
  underWay(outputIndex: bigint): boolean
  onChange(listener: () => void): () => void
}

export function createDeviceSubmissions(): DeviceSubmissions {
  let desk: SubmissionDesk | null = null
  /** By action; those that replace each other have one `first`. */
  const outputs = new Map<string, { outputIndex: bigint; first: string }>()
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of [...listeners]) listener()
  }
  const ask = (): SubmissionDesk => {
    if (desk) return desk
    throw new AppError(
      { code: 'NO_LONGER_WANTED' },
      { message: 'The validator does not run yet, so that nothing is to be submitted.', retryable: true }
    )
  }
  return {
    serve(next) {
      desk = next
    },
    propose: async (signal) => ask().propose(signal),
    assertWanted: async (intent: SubmitIntent, signal) => ask().assertWanted(intent, signal),
    begin({ id, replaces, outputIndex }) {
      const first = (replaces && outputs.get(replaces)?.first) ?? id
      for (const [other, known] of outputs) {
        if (known.outputIndex < outputIndex) outputs.delete(other)
        else if (known.outputIndex === outputIndex && known.first !== first) throw underWay(other, outputIndex)
      }
      outputs.set(id, { outputIndex, first })
      tell()
    },
    failed(id) {
      if (outputs.delete(id)) tell()
    },
    underWay: (outputIndex) => [...outputs.values()].some((known) => known.outputIndex === outputIndex),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

const underWay = (id: string, outputIndex: bigint): AppError =>
  new AppError(
    { code: 'SUBMISSION_UNDER_WAY', id, outputIndex: outputIndex.toString() },
    { message: `Output ${outputIndex} was signed before and is on its way. Nothing was sent.` }
  )
