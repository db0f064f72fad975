import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import styles from './data-table.module.css'
import { Icon } from './icon.tsx'
import { Skeleton } from './skeleton.tsx'
import { useRowWindow, useSteadyScroll } from './use-row-window.ts'

export type Column<T, K extends string> = {
  id: string
  header: string
  /** CSS width; the rest is shared by the columns without one. */
  width?: string
  numeric?: boolean
  sortKey?: K
  cell: (row: T) => ReactNode
}

type Props<T, K extends string> = {
  label: string
  columns: readonly Column<T, K>[]
  rows: readonly T[]
  /** All rows there are, those not loaded yet included: they show as place holders. */
  count: number
  rowKey: (row: T) => string
  /** Names the button of a row's first cell, which opens the row. */
  rowLabel: (row: T) => string
  onOpen: (row: T) => void
  /** Where a row opens: over the screen, or in place of it. */
  opens?: 'dialog' | 'page'
  /** Rows that are not loaded came into sight. */
  onNeedMore: () => void
  sort: { key: K; descending: boolean }
  onSort: (sort: { key: K; descending: boolean }) => void
}

export const rowHeight = 38

/** A long table: sortable, header in sight, only the visible rows in the page. Arrow keys, Page Up and Down, Home and End move between rows, Enter opens one. */
export const DataTable = <T, K extends string>(props: Props<T, K>) => {
  const { label, columns, rows, count, rowKey, rowLabel, onOpen, opens = 'dialog', onNeedMore } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const { first, last } = useRowWindow(body, { count, rowHeight })
  const indexOf = useCallback((key: string) => rows.findIndex((row) => rowKey(row) === key), [rows, rowKey])
  useSteadyScroll(body, rows[0] === undefined ? null : rowKey(rows[0]), indexOf, rowHeight)
  useEffect(() => {
    if (last > rows.length - 10 && rows.length < count) onNeedMore()
  }, [last, rows.length, count, onNeedMore])
  const { active, onKeyDown } = useRowKeys(body, rows.length)
  const stop = active >= first && active < last ? active : first

  return (
    <table className={styles.table} aria-label={label} aria-rowcount={count + 1}>
      <colgroup>
        {columns.map(({ id, width }) => (
          <col key={id} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <Header key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKeyDown}>
        <Spacer rows={first} columns={columns.length} />
        {Array.from({ length: last - first }, (_, i) => {
          const at = first + i
          const row = rows[at]
          if (row === undefined) return <EmptyRow key={`at-${at}`} at={at} columns={columns.length} />
          return (
            <Row
              key={rowKey(row)}
              row={row}
              at={at}
              columns={columns as readonly Column<unknown, string>[]}
              label={rowLabel(row)}
              stop={at === stop}
              onOpen={onOpen as (row: unknown) => void}
              opens={opens}
            />
          )
        })}
        <Spacer rows={count - last} columns={columns.length} />
      </tbody>
    </table>
  )
}

type HeaderProps<T, K extends string> = { column: Column<T, K> } & Pick<Props<T, K>, 'sort' | 'onSort'>

const Header = <T, K extends string>({ column, sort, onSort }: HeaderProps<T, K>) => {
  const { sortKey, header, numeric } = column
  const on = sortKey !== undefined && sort.key === sortKey
  return (
    <th
      scope="col"
      className={classNames(numeric && styles.numeric)}
      aria-sort={on ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      {sortKey === undefined ? (
        header
      ) : (
        <button
          type="button"
          className={styles.sort}
          data-on={on || undefined}
          onClick={() => onSort({ key: sortKey, descending: on ? !sort.descending : true })}
        >
          {header}
          <Icon name={on && !sort.descending ? 'up' : 'down'} size={12} />
        </button>
      )}
    </th>
  )
}

type RowProps = {
  row: unknown
  at: number
  columns: readonly Column<unknown, string>[]
  label: string
  stop: boolean
  onOpen: (row: unknown) => void
  opens: 'dialog' | 'page'
}

const Row = memo(({ row, at, columns, label, stop, onOpen, opens }: RowProps) => (
  // For the mouse: the button in the first cell does the same for the keyboard
  <tr className={styles.row} aria-rowindex={at + 2} data-row={at} onClick={() => onOpen(row)}>
    {columns.map(({ id, numeric, cell }, i) =>
      i === 0 ? (
        <th key={id} scope="row">
          <button
            type="button"
            className={styles.open}
            tabIndex={stop ? 0 : -1}
            aria-label={label}
            aria-haspopup={opens === 'dialog' ? 'dialog' : undefined}
          >
            {cell(row)}
          </button>
        </th>
      ) : (
        <td key={id} className={classNames(numeric && styles.numeric)}>
          {cell(row)}
        </td>
      )
    )}
  </tr>
))

const EmptyRow = ({ at, columns }: { at: number; columns: number }) => (
  <tr className={styles.row} aria-rowindex={at + 2} data-row={at}>
    <td colSpan={columns}>
      <Skeleton width="100%" height={10} />
    </td>
  </tr>
)

const Spacer = ({ rows, columns }: { rows: number; columns: number }) =>
  rows <= 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className={styles.spacer} style={{ height: rows * rowHeight }}>
      <td colSpan={columns} />
    </tr>
  )

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + 10,
  PageUp: (at) => at - 10,
  Home: () => 0,
  End: (_, last) => last
}

/** One tab stop for the whole table; keys move it. Rows out of sight are scrolled to, then focused once they are drawn. */
const useRowKeys = (body: React.RefObject<HTMLTableSectionElement | null>, length: number) => {
  const [active, setActive] = useState(0)
  const wanted = useRef<number | null>(null)
  const focusWanted = () => {
    const button = body.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] button`)
    if (!button) return
    wanted.current = null
    button.focus({ preventScroll: true })
    button.scrollIntoView({ block: 'nearest' })
  }
  // After every render: the wanted row may have been drawn by it.
  useEffect(() => {
    if (wanted.current !== null) focusWanted()
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const from = (event.target as Element).closest('[data-row]')?.getAttribute('data-row')
    if (step === undefined || from === null || from === undefined || length === 0) return
    event.preventDefault()
    const to = Math.max(0, Math.min(length - 1, step(Number(from), length - 1)))
    wanted.current = to
    setActive(to)
    scrollToRow(body.current, to)
    focusWanted()
  }
  return { active, onKeyDown }
}

const scrollToRow = (body: HTMLElement | null, at: number): void => {
  if (body === null || body.querySelector(`[data-row="${at}"]`) !== null) return
  const scroller = body.closest('main') ?? document.documentElement
  const top = body.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
  scroller.scrollTop = top + at * rowHeight - scroller.clientHeight / 2
}
