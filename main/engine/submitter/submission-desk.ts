import type { Condition } from '../../../shared/domain/action.ts'
import type { SubmitIntent } from '../../../shared/domain/action-input.ts'
import { AppError } from '../../../shared/errors.ts'
import { assertStillWanted, noAttempts } from './act.ts'
import { decide } from './decide.ts'
import type { Loaded, Loader } from './load.ts'
import type { SubmitPolicy } from './view.ts'

/** The submission of the next output where somebody else has to sign it. */
export type SubmissionDesk = {
  /** What there is to submit at this moment, looked at anew. Throws NO_LONGER_WANTED when there is nothing. */
  propose(signal: AbortSignal): Promise<{ intent: SubmitIntent; conditions: Condition[] }>
  /** Throws NO_LONGER_WANTED when it is another output's turn, somebody else's, or the own node gives another root by now; retryable where nobody could look. */
  assertWanted(intent: SubmitIntent, signal: AbortSignal): Promise<void>
}

type Deps = { loader: Loader; policy: SubmitPolicy }

export const createSubmissionDesk = ({ loader, policy }: Deps): SubmissionDesk => ({
  async propose(signal) {
    const seen = await loader.load({ fresh: true, attemptsOf: () => noAttempts, signal })
    const decision = decide({ view: seen.view, nowSec: seen.nowSec, policy })
    const intent = decision.kind === 'submit' && decision.byDevice ? intentOf(seen) : null
    if (intent) return { intent, conditions: conditionsOf(decision.deadlineSec) }
    const why = decision.kind === 'wait' ? decision.reason : 'the app signs by itself'
    throw new AppError(
      { code: 'NO_LONGER_WANTED', reason: why },
      { message: `There is no output to be submitted by this account now: ${why}.` }
    )
  },
  assertWanted: ({ outputIndex, outputRoot }, signal) =>
    assertStillWanted({ loader, policy }, { outputIndex, root: outputRoot }, signal)
})

function intentOf({ view, sync }: Loaded): SubmitIntent | null {
  const { outputIndex, l2BlockNumber, root } = view
  if (!root || !sync) return null
  const { hash: l1BlockHash, number: l1BlockNumber } = sync.currentL1
  return { kind: 'submit-output', outputIndex, l2BlockNumber, outputRoot: root.root, l1BlockHash, l1BlockNumber }
}

/** As the decision that said yes found them. */
const conditionsOf = (deadlineSec: number | null): Condition[] => [
  { ...met('OUTPUT_MY_TURN'), value: deadlineSec === null ? null : { unit: 'time', value: deadlineSec } },
  met('OUTPUT_ROOT_AGREED')
]

const met = (code: Condition['code']): Condition => ({
  code,
  verdict: 'met',
  blocking: true,
  value: null,
  wanted: null,
  untilSec: null,
  field: null
})
