import type { ActionRecord } from '../../../shared/domain/action.ts'
import { Button } from '../../ui/button.tsx'
import { refusalText } from './error-texts.ts'
import { callIsNext, type Flow, isEnded, isWaiting } from './flow.ts'
import { FlowStep, type StepState } from './flow-step.tsx'
import { Journey } from './journey.tsx'
import { texts } from './texts.ts'
import styles from './tracking-step.module.css'
import { useDesk } from './use-desk.ts'

/** Step 5: from the signature to the proof of what it did; replaced or cancelled on the way. */
export const TrackingStep = ({ flow, sent }: { flow: Flow; sent: readonly ActionRecord[] }) => {
  const last = sent.at(-1)
  return (
    <FlowStep number={5} title={texts.tracking} state={stateOf(flow, last)} takesFocus={flow.tx === null}>
      {sent.map((record) => (
        <Journey key={record.tx.id} record={record} />
      ))}
      {last && flow.tx === null && <Next flow={flow} last={last} />}
    </FlowStep>
  )
}

const stateOf = ({ tx }: Flow, last: ActionRecord | undefined): StepState => {
  if (last?.stage === 'failed') return 'failed'
  return last?.stage === 'verified' && tx === null && !callIsNext(last) ? 'done' : 'current'
}

const Next = ({ flow, last }: { flow: Flow; last: ActionRecord }) => {
  const desk = useDesk()
  const { kind, preview } = flow
  const looking = preview.state === 'looking'
  const { id } = last.tx
  return (
    <div className={styles.next}>
      <p className={styles.hint} role="status">
        {preview.state === 'failed'
          ? `${refusalText(preview.error).title}. ${refusalText(preview.error).todo}`
          : isWaiting(last) && texts.replaceHint}
        {preview.state === 'seen' && !preview.result.ready && texts.notSignable}
      </p>
      <span className={styles.buttons}>
        {isWaiting(last) && (
          <>
            <Button disabled={looking} onPress={() => void desk.takePlace(kind, id, 'actions.replace')}>
              {texts.replace}
            </Button>
            {last.tx.step !== 'cancel' && (
              <Button kind="danger" disabled={looking} onPress={() => void desk.takePlace(kind, id, 'actions.cancel')}>
                {texts.cancel}
              </Button>
            )}
          </>
        )}
        {callIsNext(last) && (
          <Button kind="primary" disabled={looking} onPress={() => void desk.review(kind)}>
            {texts.continue}
          </Button>
        )}
        {isEnded(last) && !callIsNext(last) && <Button onPress={() => desk.again(kind)}>{texts.doAnother}</Button>}
      </span>
    </div>
  )
}
