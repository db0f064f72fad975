import { useChainNowSec, useNowMs, useSnapshot, useStoreState } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import { linkState } from '../../app/link-state.ts'
import type { StoreState } from '../../app/store.ts'
import { HiddenHeading } from '../../ui/hidden-text.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { DisputesCard } from './disputes-card.tsx'
import { HeadlineBar } from './headline-bar.tsx'
import { HealthCard } from './health-card.tsx'
import { LastOutputs } from './last-outputs.tsx'
import { MoneyCard } from './money-card.tsx'
import { NextCard } from './next-card.tsx'
import styles from './overview.module.css'
import { PauseCard } from './pause-card.tsx'
import { StandingCard } from './standing-card.tsx'

const whole = (state: StoreState) => state

/** Am I fine, what happens next, what does it cost: on one screen. */
export const Overview = () => {
  const state = useStoreState(whole)
  const snapshot = useSnapshot()
  const nowSec = useChainNowSec()
  const link = linkState(state, useNowMs())
  if (link === 'unreachable' && state.loadError !== null) {
    const { title, todo } = errorText(state.loadError)
    return (
      <div className={styles.unreachable}>
        <HiddenHeading>Overview</HiddenHeading>
        <ErrorState title={title}>{todo}</ErrorState>
      </div>
    )
  }
  return (
    <div
      className={styles.overview}
      data-old={link === 'lost' || link === 'quiet' || undefined}
      aria-busy={snapshot === null}
    >
      <div className={styles.top}>
        <HeadlineBar snapshot={snapshot} link={link} nowSec={nowSec} />
        <PauseCard guard={snapshot?.guard ?? null} />
        <DisputesCard snapshot={snapshot} nowSec={nowSec} />
      </div>
      <NextCard snapshot={snapshot} nowSec={nowSec} />
      <StandingCard snapshot={snapshot} />
      <MoneyCard snapshot={snapshot} />
      <LastOutputs snapshot={snapshot} />
      <HealthCard snapshot={snapshot} />
    </div>
  )
}
