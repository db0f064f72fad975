import type { SubmitDecision } from '../../../shared/domain/submit-decision.ts'
import { Countdown } from '../../app/countdown.tsx'
import { useSnapshot } from '../../app/engine-context.tsx'
import { formatInteger } from '../../format/amount.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './asked-strip.module.css'
import { texts } from './texts.ts'

/** What the next output asks of the owner of a Ledger: which one, and how long a signature helps; or that it does not any more. */
export const AskedStrip = () => {
  const next = useSnapshot()?.next ?? null
  const asked = isAsked(next)
  const deadlineSec = asked ? (next?.deadlineSec ?? null) : null
  return (
    <div className={styles.strip} data-over={!asked || undefined}>
      <Icon name={asked ? 'stake' : 'notice'} />
      <p className={styles.words} role="status">
        <strong>{asked ? askedTitle(next) : texts.askedOver}</strong>{' '}
        {asked ? (deadlineSec === null ? texts.askedLate : texts.askedUntil) : texts.askedOverTodo}
      </p>
      {deadlineSec !== null && (
        <span className={styles.digits}>
          <Countdown toSec={deadlineSec} />
        </span>
      )}
    </div>
  )
}

/** Whether a signature for the next output is wanted right now. */
export const isAsked = (next: SubmitDecision | null): next is Extract<SubmitDecision, { kind: 'submit' }> =>
  next?.kind === 'submit' && next.byDevice === true

const askedTitle = ({ outputIndex }: SubmitDecision): string =>
  `Output ${formatInteger(outputIndex)} is yours to submit.`
