import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { challengeKey, challengeLink } from '../../app/challenge-link.ts'
import { challengeTitle } from '../../app/challenge-title.ts'
import { formatAmount, formatInteger } from '../../format/amount.ts'
import { shortHex } from '../../format/short-hex.ts'
import { formatWhen } from '../../format/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { endedAtSec, newestFirst, type Sort, type SortKey, sortPast } from './past-rows.ts'
import styles from './past-table.module.css'
import { balanceWei, resultOf } from './stakes.ts'
import { outcomeTexts, resultTexts, texts } from './texts.ts'
import type { PastChallenges } from './use-past.ts'

/** Challenges that are over; a row opens its own view. In any order but newest first every one is loaded, as a part cannot be sorted. */
export const PastTable = ({ past, mine }: { past: PastChallenges; mine: boolean }) => {
  const [sort, setSort] = useState<Sort>(newestFirst)
  const rows = useMemo(
    () => sortPast(mine ? past.rows.filter(({ role }) => role !== 'watcher') : past.rows, sort),
    [past.rows, mine, sort]
  )
  const { more, loadMore } = past
  const whole = mine || sort.key !== newestFirst.key || !sort.descending
  useEffect(() => {
    if (whole && more) loadMore()
  }, [whole, more, loadMore])
  const open = useCallback((row: ChallengeRow) => {
    window.location.hash = challengeLink(row)
  }, [])
  return (
    <DataTable
      label={texts.past}
      columns={columns}
      rows={rows}
      count={rows.length + (past.more ? 1 : 0)}
      rowKey={challengeKey}
      rowLabel={challengeTitle}
      opens="page"
      onOpen={open}
      onNeedMore={past.loadMore}
      sort={sort}
      onSort={setSort}
    />
  )
}

const player = (row: ChallengeRow, who: 'challenger' | 'asserter') =>
  row.role === who ? (
    <Badge tone="accent">{texts.you}</Badge>
  ) : (
    <span className={styles.mono}>{shortHex(row[who])}</span>
  )

const moved = (row: ChallengeRow) => {
  const wei = balanceWei(row)
  if (wei === 0n) return <span className={styles.quiet}>–</span>
  return (
    <span data-tone={wei > 0n ? 'ok' : 'critical'} className={styles.moved}>
      {wei > 0n && '+'}
      {formatAmount(wei, 2).text} KRO
    </span>
  )
}

const result = (row: ChallengeRow) => {
  const { text, tone } = resultTexts[resultOf(row)]
  return <Badge tone={tone}>{text}</Badge>
}

const columns: readonly Column<ChallengeRow, SortKey>[] = [
  { id: 'output', header: 'Output', width: '11%', sortKey: 'output', cell: (row) => formatInteger(row.outputIndex) },
  { id: 'challenger', header: 'Challenger', width: '14%', cell: (row) => player(row, 'challenger') },
  { id: 'asserter', header: 'Asserter', width: '14%', cell: (row) => player(row, 'asserter') },
  { id: 'end', header: 'How it ended', cell: (row) => (row.outcome === null ? '' : outcomeTexts[row.outcome]) },
  { id: 'result', header: 'For you', width: '10%', sortKey: 'result', cell: result },
  { id: 'money', header: 'Moved', width: '14%', numeric: true, sortKey: 'money', cell: moved },
  {
    id: 'ended',
    header: 'Ended',
    width: '14%',
    numeric: true,
    sortKey: 'ended',
    cell: (row) => formatWhen(endedAtSec(row), Date.now() / 1000)
  }
]
