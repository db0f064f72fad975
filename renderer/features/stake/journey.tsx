import type { ReactNode } from 'react'
import type { ActionRecord, ActionStage, ProofFact } from '../../../shared/domain/action.ts'
import { TimeValue } from '../../app/time-value.tsx'
import { formatInteger } from '../../format/amount.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import { Icon } from '../../ui/icon.tsx'
import { factText } from './call-texts.ts'
import { outcomeText } from './error-texts.ts'
import styles from './journey.module.css'
import { mainValue } from './main-value.ts'
import { QuantityValue } from './quantity-value.tsx'
import { actionTexts, stageTexts, stepTexts, texts } from './texts.ts'

const way = ['signed', 'published', 'confirmed', 'verified'] as const satisfies readonly ActionStage[]

/** One signed transaction on its way, and in the end what it changed. */
export const Journey = ({ record }: { record: ActionRecord }) => {
  const { tx, stage, code, message, proof } = record
  const outcome = outcomeText(code, message)
  return (
    <div className={styles.journey}>
      <p className={styles.name}>
        {tx.step === 'call' ? actionTexts[tx.kind].title : stepTexts[tx.step]} {mainValue(tx)}
        {tx.replaces !== null && tx.step !== 'cancel' && ` · ${texts.raised}`}
      </p>
      <ol className={styles.way}>
        {way.map((step) => (
          <Station key={step} step={step} record={record} />
        ))}
      </ol>
      <p role="status" className={styles.outcome} data-bad={stage === 'failed' || undefined}>
        {outcome ? (
          <>
            <strong>{outcome.title}.</strong> {outcome.todo}
          </>
        ) : (
          <span className={styles.hidden}>
            {stageTexts[stage].title} {stageTexts[stage].waiting}
          </span>
        )}
      </p>
      {proof && proof.facts.length > 0 && <Proof record={record} />}
    </div>
  )
}

/** How far along the way a record is, `failed` included: by what is known of it. */
const reached = ({ stage, code, hash, blockNumber, proof }: ActionRecord): number => {
  if (stage !== 'failed') return way.indexOf(stage as (typeof way)[number])
  if (proof !== null || blockNumber !== null || code === 'TX_REVERTED') return 2
  return hash === null ? 0 : 1
}

const Station = ({ step, record }: { step: (typeof way)[number]; record: ActionRecord }) => {
  const at = way.indexOf(step)
  const now = reached(record)
  const ended = record.stage === 'verified' || record.stage === 'failed'
  const state = at <= now ? 'done' : 'later'
  const running = !ended && at === now + 1
  return (
    <li className={styles.station} data-state={running ? 'running' : state}>
      <span className={styles.dot} aria-hidden="true">
        {state === 'done' && <Icon name="ok" size={12} />}
      </span>
      <span className={styles.stage}>{stageTexts[step].title}</span>
      <span className={styles.detail}>
        {state === 'done' && detailOf(step, record)}
        {running && stageTexts[way[now] ?? 'signed'].waiting}
      </span>
    </li>
  )
}

const detailOf = (step: (typeof way)[number], record: ActionRecord): ReactNode => {
  const { hash, blockNumber, gasUsed, feeWei, signedAtMs, proof } = record
  if (step === 'signed') return <TimeValue sec={signedAtMs / 1000} />
  if (step === 'published') return hash && <HexValue hex={hash} what="transaction" />
  if (step === 'verified') return proof?.event && <code className={styles.event}>{proof.event.name}</code>
  return (
    <>
      {blockNumber !== null && `block ${formatInteger(blockNumber)}`}
      {feeWei !== null && (
        <>
          {' '}
          · {texts.fee} <Amount wei={feeWei} unit="ETH" decimals={6} />
        </>
      )}
      {gasUsed !== null && ` · ${formatInteger(gasUsed)} gas`}
    </>
  )
}

const Proof = ({ record: { proof } }: { record: ActionRecord }) => (
  <table className={styles.proof}>
    <caption>{texts.proof}</caption>
    <thead>
      <tr>
        <td />
        <th scope="col">{texts.proofBefore}</th>
        <th scope="col">{texts.proofAfter}</th>
        <td />
      </tr>
    </thead>
    <tbody>
      {proof?.facts.map((fact) => (
        <Fact key={fact.name} fact={fact} />
      ))}
    </tbody>
  </table>
)

const Fact = ({ fact: { name, before, after, expected, ok } }: { fact: ProofFact }) => (
  <tr>
    <th scope="row">{factText(name)}</th>
    <td>{before ? <QuantityValue quantity={before} /> : '–'}</td>
    <td>
      <QuantityValue quantity={after} />
    </td>
    <td>
      {expected !== null && <Badge tone={ok ? 'ok' : 'warning'}>{ok ? texts.proofAsExpected : texts.proofOther}</Badge>}
    </td>
  </tr>
)
