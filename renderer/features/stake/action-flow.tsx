import { useEffect, useRef } from 'react'
import { type ActionKind, type ActionRecord, askedKinds, type Condition } from '../../../shared/domain/action.ts'
import type { ActionsOverview } from '../../../shared/domain/action-view.ts'
import { useSnapshot } from '../../app/engine-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './action-flow.module.css'
import { AskedStrip, isAsked } from './asked-strip.tsx'
import { ConditionStep } from './condition-step.tsx'
import { refusalText } from './error-texts.ts'
import { type Flow, newFlow, resultOf } from './flow.ts'
import { InputStep } from './input-step.tsx'
import { SignatureStep } from './signature-step.tsx'
import { actionTexts, texts } from './texts.ts'
import { TrackingStep } from './tracking-step.tsx'
import { TransactionStep } from './transaction-step.tsx'
import { useDesk, useDeskState } from './use-desk.ts'
import { useFocusWhen } from './use-focus-when.ts'

type Props = { kind: ActionKind; focus: boolean }

/** One action from its conditions to the proof of what it did. */
export const ActionFlow = ({ kind, focus }: Props) => {
  const desk = useDesk()
  const { overview, overviewError, flows, records } = useDeskState()
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusWhen(heading, focus)
  const flow = flows[kind] ?? newFlow(kind)
  const asked = useAskedOutput()
  const busy = flow.signing.state === 'busy'
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of a signature is a reason to look what is asked for now
  useEffect(() => {
    if (isAskedKind(kind) && asked !== null) desk.ask(asked)
    else desk.open(kind)
  }, [desk, kind, asked, busy])
  const { title, about } = actionTexts[kind]
  return (
    <div className={styles.flow} data-asked={isAskedKind(kind) || undefined}>
      <header className={styles.head}>
        <a className={styles.back} href="#/stake">
          ‹ {texts.back}
        </a>
        <h1 className={styles.title} ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p className={styles.about}>{about}</p>
      </header>
      {isAskedKind(kind) && flow.sent.length === 0 && <AskedStrip />}
      {overview !== null ? (
        <Steps flow={flow} overview={overview} sent={recordsOf(flow, records)} />
      ) : overviewError !== null ? (
        <ErrorState
          title={refusalText(overviewError).title}
          action={<Button onPress={() => void desk.refresh()}>{texts.retry}</Button>}
        >
          {refusalText(overviewError).todo}
        </ErrorState>
      ) : (
        <Skeleton width="100%" height={280} />
      )}
    </div>
  )
}

/** The output that waits for a signature on a device; null when none does. */
const useAskedOutput = (): bigint | null => {
  const next = useSnapshot()?.next ?? null
  return isAsked(next) ? next.outputIndex : null
}

const isAskedKind = (kind: ActionKind): boolean => askedKinds.some((asked) => asked === kind)

const recordsOf = ({ sent }: Flow, records: readonly ActionRecord[]): ActionRecord[] =>
  sent.flatMap((id) => records.find(({ tx }) => tx.id === id) ?? [])

type StepsProps = { flow: Flow; overview: ActionsOverview; sent: readonly ActionRecord[] }

const Steps = ({ flow, overview, sent }: StepsProps) => {
  const desk = useDesk()
  const { kind, tx } = flow
  const { blockNumber } = overview.view
  // What time or others may change is looked at again with the chain, until it is signed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each look at a newer block is a reason
  useEffect(() => desk.recheck(kind), [desk, kind, blockNumber])
  const tracking = sent.length > 0
  return (
    <div className={styles.steps}>
      {!tracking && (
        <>
          <ConditionStep conditions={conditionsOf(flow, overview)} folded={tx !== null} />
          {/* There is nothing to be entered for an output, and little time. */}
          {(!isAskedKind(kind) || tx === null) && <InputStep flow={flow} overview={overview} />}
        </>
      )}
      {(!tracking || tx !== null) && (
        <>
          <TransactionStep flow={flow} overview={overview} />
          <SignatureStep flow={flow} />
        </>
      )}
      {tracking && <TrackingStep flow={flow} sent={sent} />}
    </div>
  )
}

/** As main sees them for what is typed; before that, as far as they do not depend on it. */
function conditionsOf(flow: Flow, { actions }: ActionsOverview): readonly Condition[] {
  const result = resultOf(flow)
  if (flow.tx) return flow.tx.conditions
  if (result) return result.ready ? result.tx.conditions : result.preview.conditions
  return actions.find(({ kind }) => kind === flow.kind)?.conditions ?? []
}
