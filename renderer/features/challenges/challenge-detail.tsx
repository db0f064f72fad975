import { type ReactNode, type RefObject, useRef } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { type ChallengeId, challengesLink } from '../../app/challenge-link.ts'
import { challengeTitle } from '../../app/challenge-title.ts'
import { useSnapshot } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { HiddenText } from '../../ui/hidden-text.tsx'
import { EmptyState, ErrorState } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './challenge-detail.module.css'
import { ExportButton } from './export-button.tsx'
import { NextPanel } from './next-panel.tsx'
import { RangeCard } from './range-card.tsx'
import { ResultPanel } from './result-panel.tsx'
import { StakesCard } from './stakes-card.tsx'
import { texts } from './texts.ts'
import { TurnList } from './turn-list.tsx'
import { useChallenge } from './use-challenge.ts'
import { useFocusOnOpen } from './use-focus.ts'

/** One challenge with all that is known of it. */
export const ChallengeDetail = ({ id, focus }: { id: ChallengeId; focus: boolean }) => {
  const { row, missing, error, retry } = useChallenge(id)
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusOnOpen(heading, focus)
  const snapshot = useSnapshot()
  return (
    <div className={styles.detail}>
      <Head row={row} heading={heading} />
      {row && <Body row={row} snapshot={snapshot} />}
      {row === null && (
        <div className={styles.notice}>
          <Absent missing={missing} error={error && errorText(error)} retry={retry} />
        </div>
      )}
    </div>
  )
}

type HeadProps = { row: ChallengeRow | null; heading: RefObject<HTMLHeadingElement | null> }

const Head = ({ row, heading }: HeadProps) => (
  <header className={styles.head}>
    <div className={styles.words}>
      <a className={styles.back} href={challengesLink}>
        ‹ {texts.back}
      </a>
      <h1 className={styles.title} ref={heading} tabIndex={-1}>
        {row === null ? 'Challenge' : challengeTitle(row)} {row && <State row={row} />}
      </h1>
    </div>
    {row && <ExportButton row={row} />}
  </header>
)

const State = ({ row }: { row: ChallengeRow }) =>
  row.outcome === null ? <Badge tone="warning">open</Badge> : <Badge>over</Badge>

const Body = ({ row, snapshot }: { row: ChallengeRow; snapshot: EngineSnapshot | null }) => (
  <div className={styles.grid}>
    {row.outcome === null ? (
      <NextPanel
        row={row}
        engine={snapshot?.state ?? 'stopped'}
        pending={snapshot?.pending ?? []}
        className={styles.next}
      />
    ) : (
      <ResultPanel row={row} outcome={row.outcome} className={styles.next} />
    )}
    <StakesCard row={row} className={styles.stakes} />
    <RangeCard row={row} className={styles.range} />
    <Card title={texts.timeline} className={styles.turns}>
      <TurnList row={row} />
    </Card>
  </div>
)

type AbsentProps = { missing: boolean; error: { title: string; todo: string } | null; retry: () => void }

const Absent = ({ missing, error, retry }: AbsentProps): ReactNode => {
  if (error !== null)
    return (
      <ErrorState title={error.title} action={<Button onPress={retry}>Try again</Button>}>
        {error.todo}
      </ErrorState>
    )
  if (missing) return <EmptyState title={texts.gone}>{texts.goneWhy}</EmptyState>
  return (
    <p className={styles.loading} role="status">
      <HiddenText>{texts.looking}</HiddenText>
      <Skeleton width="100%" height={160} />
    </p>
  )
}
