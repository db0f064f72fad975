import { useCallback, useEffect, useMemo, useState } from 'react'
import type { OutputRow } from '../../../shared/domain/output.ts'
import { chainNowSec } from '../../app/chain-clock.ts'
import { Countdown } from '../../app/countdown.tsx'
import { useChainNowSec, useEngine } from '../../app/engine-context.tsx'
import { VerdictBadge } from '../../app/verdict-badge.tsx'
import { formatAmount, formatInteger } from '../../format/amount.ts'
import { shortHex } from '../../format/short-hex.ts'
import { formatWhen } from '../../format/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { OutputDetails } from './output-details.tsx'
import styles from './output-table.module.css'
import { isNewestFirst, newestFirst, type Sort, type SortKey, sortRows } from './outputs-model.ts'
import { texts } from './texts.ts'
import type { Outputs } from './use-outputs.ts'

/** The list itself. In any order but newest first every output is loaded, as a part cannot be sorted. */
export const OutputTable = ({ outputs }: { outputs: Outputs }) => {
  const [sort, setSort] = useState<Sort>(newestFirst)
  const [open, setOpen] = useState<bigint | null>(null)
  const { rows, total, nextBefore, loading, loadMore } = outputs
  const incomplete = nextBefore !== null
  const sorting = !isNewestFirst(sort) && incomplete
  useEffect(() => {
    if (sorting && !loading) loadMore()
  }, [sorting, loading, loadMore])
  const sorted = useMemo(() => sortRows(rows, sort), [rows, sort])
  const onOpen = useCallback((row: OutputRow) => setOpen(row.index), [])
  const count = nextBefore === undefined ? 12 : sorting ? rows.length : total
  return (
    <>
      <p className={styles.progress} role="status">
        {sorting && `${texts.sorting}: ${formatInteger(rows.length)} of ${formatInteger(total)}`}
      </p>
      <DataTable
        label={texts.listTitle}
        columns={columns}
        rows={sorted}
        count={count}
        rowKey={keyOf}
        rowLabel={labelOf}
        onOpen={onOpen}
        onNeedMore={loadMore}
        sort={sort}
        onSort={setSort}
      />
      <OutputDetails row={rows.find((row) => row.index === open) ?? null} onClose={() => setOpen(null)} />
    </>
  )
}

const keyOf = (row: OutputRow): string => row.index.toString()
const labelOf = (row: OutputRow): string => `Output ${formatInteger(row.index)}: details`

/** Rows scroll by in numbers: only those whose time is still running follow the clock. */
const Finality = ({ row }: { row: OutputRow }) => {
  const { store } = useEngine()
  if (row.deleted) return dash
  const { clock } = store.getState()
  const nowSec = clock === null ? Date.now() / 1000 : chainNowSec(clock, Date.now())
  return row.finalizedAtSec <= nowSec ? final : <Running toSec={row.finalizedAtSec} />
}

const Running = ({ toSec }: { toSec: number }) => (toSec <= useChainNowSec() ? final : <Countdown toSec={toSec} />)

const final = <span className={styles.quiet}>{texts.final}</span>
const dash = <span className={styles.quiet}>–</span>

const columns: readonly Column<OutputRow, SortKey>[] = [
  { id: 'index', header: 'Output', width: '9.5%', sortKey: 'index', cell: (row) => formatInteger(row.index) },
  { id: 'block', header: 'L2 block', width: '9.5%', cell: (row) => formatInteger(row.l2BlockNumber) },
  {
    id: 'submitter',
    header: 'Submitter',
    width: '14%',
    sortKey: 'submitter',
    cell: (row) =>
      row.mine ? (
        <Badge tone="accent">{texts.you}</Badge>
      ) : (
        <span className={styles.mono}>{shortHex(row.submitter)}</span>
      )
  },
  {
    id: 'root',
    header: 'Root',
    width: '14%',
    cell: (row) => <span className={styles.mono}>{shortHex(row.root)}</span>
  },
  { id: 'verdict', header: 'Checked', width: '11.5%', sortKey: 'verdict', cell: (row) => <VerdictBadge row={row} /> },
  {
    id: 'submitted',
    header: 'Submitted',
    width: '11%',
    cell: (row) => formatWhen(row.submittedAtSec, Date.now() / 1000)
  },
  { id: 'final', header: 'Final', width: '9.5%', cell: (row) => <Finality row={row} /> },
  {
    id: 'reward',
    header: 'Reward',
    numeric: true,
    sortKey: 'reward',
    cell: (row) => (row.rewardWei === null ? dash : `${formatAmount(row.rewardWei, 2).text} KRO`)
  },
  {
    id: 'gas',
    header: 'Gas',
    width: '9%',
    numeric: true,
    sortKey: 'gas',
    cell: (row) => (row.gasUsed === null ? dash : formatInteger(row.gasUsed))
  }
]
