import { useRef, useState } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { challengeKey } from '../../app/challenge-link.ts'
import { byUrgency } from '../../app/challenge-turn.ts'
import { useSnapshot, useStoreState } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import type { StoreState } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { EmptyState, ErrorState } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './challenge-list.module.css'
import { OpenCard } from './open-card.tsx'
import { PastTable } from './past-table.tsx'
import { texts } from './texts.ts'
import { useFocusOnReturn } from './use-focus.ts'
import { type PastChallenges, usePast } from './use-past.ts'

const filters = [
  { value: 'all', text: texts.all },
  { value: 'mine', text: texts.mine }
] as const
type Filter = (typeof filters)[number]['value']

const loadErrorOf = ({ snapshot, loadError }: StoreState) => (snapshot === null ? loadError : null)

/** Open challenges, the most urgent first, and the past ones. `returnedFrom`: whose view was left for this one. */
export const ChallengeList = ({ returnedFrom }: { returnedFrom: string | null }) => {
  const snapshot = useSnapshot()
  const loadError = useStoreState(loadErrorOf)
  const past = usePast()
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusOnReturn(heading, returnedFrom)
  const open = (snapshot?.challenges ?? []).filter(({ outcome }) => outcome === null).sort(byUrgency)
  const nothing = snapshot !== null && open.length === 0 && past.loaded && past.rows.length === 0
  return (
    <div className={styles.challenges} aria-busy={snapshot === null}>
      <h1 className={styles.title} ref={heading} tabIndex={-1}>
        {texts.title}
      </h1>
      {snapshot === null && loadError !== null ? (
        <div className={styles.notice}>
          <ErrorState title={errorText(loadError).title}>{errorText(loadError).todo}</ErrorState>
        </div>
      ) : nothing ? (
        <Nothing snapshot={snapshot} />
      ) : (
        <>
          <OpenSection open={open} snapshot={snapshot} />
          <PastSection past={past} />
        </>
      )}
    </div>
  )
}

const OpenSection = ({ open, snapshot }: { open: ChallengeRow[]; snapshot: EngineSnapshot | null }) => (
  <section aria-label="Open challenges">
    <h2 className={styles.subtitle}>
      {texts.open}
      {open.length > 0 && ` (${open.length})`}
    </h2>
    {snapshot === null && <Skeleton width="100%" height={120} />}
    {snapshot && open.length === 0 && (
      <p className={styles.fine}>
        <Icon name="ok" /> {texts.noneOpen}
      </p>
    )}
    {snapshot && (
      <ul className={styles.open}>
        {open.map((row) => (
          <OpenCard key={challengeKey(row)} row={row} engine={snapshot.state} />
        ))}
      </ul>
    )}
  </section>
)

const PastSection = ({ past }: { past: PastChallenges }) => {
  const [filter, setFilter] = useState<Filter>('all')
  return (
    <Card
      title={texts.past}
      className={styles.past}
      aside={<Segmented label={texts.showPast} value={filter} options={filters} onChange={setFilter} />}
    >
      <Past past={past} mine={filter === 'mine'} />
    </Card>
  )
}

const Past = ({ past, mine }: { past: PastChallenges; mine: boolean }) => {
  const shown = mine ? past.rows.filter(({ role }) => role !== 'watcher') : past.rows
  if (shown.length > 0 || past.more) return <PastTable past={past} mine={mine} />
  if (past.error !== null) {
    const { title, todo } = errorText(past.error)
    return (
      <ErrorState title={title} action={<Button onPress={past.retry}>Try again</Button>}>
        {todo}
      </ErrorState>
    )
  }
  if (!past.loaded) return <Skeleton width="100%" height={96} />
  return (
    <EmptyState title={mine ? texts.noPastMine : texts.noPast}>
      {mine ? texts.noPastMineWhen : texts.noPastWhen}
    </EmptyState>
  )
}

const Nothing = ({ snapshot }: { snapshot: EngineSnapshot }) => (
  <div className={styles.notice}>
    <EmptyState title={texts.emptyTitle}>
      <p>{texts.emptyWhat}</p>
      <p className={styles.paragraph}>{texts.emptyDo}</p>
      <p className={styles.paragraph}>{snapshot.roles.challenger ? texts.challengerOn : texts.challengerOff}</p>
    </EmptyState>
  </div>
)
