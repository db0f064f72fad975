import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { Countdown } from '../../app/countdown.tsx'
import { SettingsLink } from '../../app/settings-link.tsx'
import { Card } from '../../ui/card.tsx'
import { Hint } from '../../ui/hint.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { GateList } from './gate-list.tsx'
import styles from './next-card.module.css'
import { type NextStep, nextStep } from './next-step.ts'
import { PendingTransactions } from './pending-transactions.tsx'
import { hints, texts } from './texts.ts'
import { TimelineBar } from './timeline-bar.tsx'

type Props = { snapshot: EngineSnapshot | null; nowSec: number }

/** What the engine will do next, why, and when; while it starts, the checks that it passes. */
export const NextCard = ({ snapshot, nowSec }: Props) => {
  const starting = snapshot?.state === 'starting' || snapshot?.state === 'failed'
  return (
    <Card
      title={starting ? texts.startChecks : texts.next}
      className={styles.card}
      aside={starting ? null : <Hint term="rounds">{hints.rounds}</Hint>}
    >
      {snapshot === null ? (
        <Loading />
      ) : starting ? (
        <GateList snapshot={snapshot} />
      ) : (
        <Body snapshot={snapshot} nowSec={nowSec} />
      )}
    </Card>
  )
}

const Body = ({ snapshot, nowSec }: { snapshot: EngineSnapshot; nowSec: number }) => {
  const step = nextStep(snapshot, nowSec)
  if (step === null) return <Idle snapshot={snapshot} />
  return (
    <>
      <div className={styles.step}>
        <Words step={step} />
        <Clock clock={step.clock} />
      </div>
      <TimelineBar snapshot={snapshot} nowSec={nowSec} />
      <PendingTransactions pending={snapshot.pending} />
    </>
  )
}

const Words = ({ step }: { step: NextStep }) => (
  <div className={styles.words}>
    <p className={styles.title} data-tone={step.tone}>
      {step.title}
    </p>
    <p className={styles.why}>{step.why}</p>
    {step.todo && (
      <p className={styles.todo}>
        <strong>What to do:</strong> <SettingsLink>{step.todo}</SettingsLink>
      </p>
    )}
    {step.link && (
      <a className={styles.link} href={step.link.href}>
        {step.link.text}
      </a>
    )}
  </div>
)

const Clock = ({ clock }: { clock: NextStep['clock'] }) => (
  <div className={styles.clock}>
    {clock && (
      <>
        <span className={styles.digits}>
          <Countdown toSec={clock.toSec} />
        </span>
        <span className={styles.label}>{clock.label}</span>
      </>
    )}
  </div>
)

const Idle = ({ snapshot }: { snapshot: EngineSnapshot }) => (
  <div className={styles.idle}>
    <p className={styles.title}>{snapshot.state === 'stopped' ? texts.nothingNext : texts.readingNext}</p>
    <p className={styles.why}>{snapshot.state === 'stopped' ? texts.nothingNextWhy : texts.readingNextWhy}</p>
    <div className={styles.rest} />
    <PendingTransactions pending={snapshot.pending} />
  </div>
)

const Loading = () => (
  <div className={styles.step}>
    <div className={styles.words}>
      <p className={styles.title}>
        <Skeleton width={280} height={18} />
      </p>
      <p className={styles.why}>
        <Skeleton width="80%" />
      </p>
    </div>
    <div className={styles.clock}>
      <Skeleton width={130} height={36} />
    </div>
  </div>
)
