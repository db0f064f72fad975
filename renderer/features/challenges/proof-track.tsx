import type { ProofProgress } from '../../../shared/domain/challenge.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { formatInteger } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { HiddenText } from '../../ui/hidden-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { proofKinds, proofSteps } from './proof-steps.ts'
import styles from './proof-track.module.css'
import { texts } from './texts.ts'

const words = { done: 'done', now: 'under way', failed: 'failed', waiting: 'to come' } as const

/** How far a proof is, since when, and what the prover says. */
export const ProofTrack = ({ proof }: { proof: ProofProgress }) => {
  const runsSec = Math.max(0, (useNowMs() - proof.startedAtMs) / 1000)
  return (
    <section className={styles.proof} aria-label={texts.proof}>
      <p className={styles.head}>
        <span className={styles.name}>
          {proofKinds[proof.kind]} of block {formatInteger(proof.targetBlock)}
        </span>
        <span>
          {proof.stage === 'ready' ? 'begun' : 'for'} {formatDuration(runsSec)}
          {proof.stage === 'ready' && ' ago'}
        </span>
      </p>
      <ol className={styles.steps}>
        {proofSteps(proof).map(({ stage, text, state }) => (
          <li key={stage} className={styles.step} data-state={state}>
            <span className={styles.sign}>
              {state === 'done' && <Icon name="ok" size={13} />}
              {state === 'failed' && <Icon name="close" size={13} />}
              {state === 'now' && <span className={styles.pulse} />}
            </span>
            {text} <HiddenText>({words[state]})</HiddenText>
          </li>
        ))}
      </ol>
      {proof.message !== null && <p className={styles.message}>{proof.message}</p>}
    </section>
  )
}
