import { type ActionField, parseActionInput } from '../../../shared/domain/action-input.ts'
import type { ActionsOverview } from '../../../shared/domain/action-view.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { availability } from './availability.ts'
import { conditionTexts } from './condition-texts.ts'
import { ConsequenceList } from './consequence-list.tsx'
import { refusalText } from './error-texts.ts'
import { fieldTexts, isEmptyProblem, problemTexts, unitOf } from './field-texts.ts'
import { type Flow, fieldsOf, maxTyped, requestOf, resultOf } from './flow.ts'
import { FlowStep } from './flow-step.tsx'
import styles from './input-step.module.css'
import { texts } from './texts.ts'
import { useDesk } from './use-desk.ts'

type Props = { flow: Flow; overview: ActionsOverview }

/** Step 2: what is typed, checked as it is typed, and what would come of it. */
export const InputStep = ({ flow, overview }: Props) => {
  const desk = useDesk()
  const { kind, tx, preview } = flow
  const result = resultOf(flow)
  const consequences = result && (result.ready ? result.tx : result.preview).consequences
  return (
    <FlowStep number={2} title={texts.input} state={tx ? 'done' : 'current'}>
      <div className={styles.columns}>
        <div className={styles.fields}>
          {fieldsOf[kind].length === 0 && <p className={styles.none}>{texts.noInput}</p>}
          {fieldsOf[kind].map((field) => (
            <Field key={field} field={field} flow={flow} overview={overview} />
          ))}
        </div>
        <div className={styles.consequences} aria-busy={preview.state === 'looking'}>
          <h3 className={styles.subtitle}>{texts.consequences}</h3>
          {consequences ? (
            <ConsequenceList consequences={consequences} view={overview.view} />
          ) : (
            <p className={styles.none}>{texts.noConsequences}</p>
          )}
        </div>
      </div>
      <div className={styles.actions}>
        <p className={styles.verdict} role="status">
          <Verdict flow={flow} />
        </p>
        {tx ? (
          <Button onPress={() => desk.leave(kind)}>{texts.change}</Button>
        ) : (
          <Button kind="primary" disabled={!canReview(flow)} onPress={() => void desk.review(kind)}>
            {texts.review}
          </Button>
        )}
      </div>
    </FlowStep>
  )
}

/** Only what main found possible, as it is typed now. */
const canReview = ({ preview }: Flow): boolean => preview.state === 'seen' && preview.result.ready

const Field = ({ field, flow, overview }: Props & { field: ActionField }) => {
  const desk = useDesk()
  const { kind, typed, tx } = flow
  const { label, hint } = fieldTexts[field]
  const value = typed[field] ?? ''
  const max = field === 'amount' ? maxTyped(kind, overview.view) : null
  return (
    <TextField
      label={label}
      hint={hint}
      value={value}
      problem={problemOf(flow, field)}
      onChange={(next) => desk.type(kind, field, next)}
      disabled={tx !== null}
      mono={field === 'withdrawAccount' || field === 'to'}
      inputMode={field === 'amount' ? 'decimal' : field === 'commission' ? 'numeric' : 'text'}
      aside={
        <>
          {field === 'amount' && unitOf(kind)}
          {field === 'commission' && '%'}
          {max !== null && (
            <Button kind="quiet" disabled={tx !== null} onPress={() => desk.type(kind, field, max)}>
              {texts.max}
            </Button>
          )}
        </>
      }
    />
  )
}

/** What is wrong with a field: how it is written, else the rule that it breaks. */
function problemOf(flow: Flow, field: ActionField): string | null {
  const parsed = parseActionInput(requestOf(flow.kind, flow.typed))
  const written = parsed.ok ? undefined : parsed.problems.find((problem) => problem.field === field)?.problem
  if (written) return isEmptyProblem(written) ? null : problemTexts[written]
  const { preview } = flow
  if (preview.state !== 'seen' || preview.result.ready) return null
  const broken = preview.result.preview.conditions.find(
    (condition) => condition.field === field && condition.blocking && condition.verdict === 'unmet'
  )
  return broken ? conditionTexts[broken.code].todo : null
}

const Verdict = ({ flow }: { flow: Flow }) => {
  const { preview } = flow
  if (preview.state === 'looking') return texts.looking
  if (preview.state === 'failed') return `${refusalText(preview.error).title}. ${refusalText(preview.error).todo}`
  if (preview.state !== 'seen' || preview.result.ready) return null
  const found = availability(preview.result.preview.conditions)
  if (found.state === 'no' || found.state === 'needless')
    return `${texts.notSignable} ${conditionTexts[found.obstacle.code].todo}`
  return texts.notSignable
}
