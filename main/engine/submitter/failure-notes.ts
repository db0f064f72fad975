import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { ActResult } from './act.ts'
import { submissionPurpose } from './submission.ts'

type Deps = {
  emit: (event: EngineEvent) => void
  fault: (fault: { code: string; message: string } | null) => void
}

/** Tells why an output could not be submitted: once per reason, and until it was or another output is next. */
export type FailureNotes = { ended(result: ActResult, outputIndex: bigint): void; nextIs(outputIndex: bigint): void }

export function createFailureNotes({ emit, fault }: Deps): FailureNotes {
  let noted: { outputIndex: bigint; message: string } | null = null

  const clear = (): void => {
    if (noted) fault(null)
    noted = null
  }

  const note = ({ code, message, signed }: Extract<ActResult, { kind: 'refused' }>, outputIndex: bigint): void => {
    const again = noted?.outputIndex === outputIndex && noted.message === message
    noted = { outputIndex, message }
    fault({ code: 'SUBMISSION_FAILED', message: `Output ${outputIndex} could not be submitted: ${message}` })
    if (!again && !signed) emit({ type: 'tx.failed', purpose: submissionPurpose(outputIndex), code, message })
  }

  return {
    ended(result, outputIndex) {
      if (result.kind === 'submitted') clear()
      else if (result.kind === 'refused') note(result, outputIndex)
    },
    nextIs(outputIndex) {
      if (noted && noted.outputIndex !== outputIndex) clear()
    }
  }
}
