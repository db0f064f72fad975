import type { OutputRow } from '../../../shared/domain/output.ts'

/** What is known of the list of outputs: a run of rows from the newest down, and how many there are in all. */
export type OutputList = {
  /** Highest index first, each once. */
  rows: readonly OutputRow[]
  total: number
  /** Where the next page starts; null when the oldest one is loaded. `undefined` before the first page. */
  nextBefore: bigint | null | undefined
}

export const emptyList: OutputList = { rows: [], total: 0, nextBefore: undefined }

type Page = { rows: OutputRow[]; nextBefore: bigint | null; total: number }

/** Adds the page after the last one. */
export const withPage = (list: OutputList, page: Page): OutputList => {
  const rows = union(list.rows, page.rows)
  return {
    rows,
    total: page.nextBefore === null ? rows.length : Math.max(page.total, rows.length),
    nextBefore: page.nextBefore
  }
}

/** Takes in newer forms of rows: those on top are added, known ones replaced, those below what is loaded left for their page. */
export const withNewest = (list: OutputList, newest: readonly OutputRow[], mineOnly: boolean): OutputList => {
  if (list.nextBefore === undefined) return list
  const oldest = list.rows.at(-1)?.index
  const fitting = newest.filter(
    (row) => (!mineOnly || row.mine) && (list.nextBefore === null || oldest === undefined || row.index >= oldest)
  )
  if (fitting.every((row) => list.rows.includes(row))) return list
  const rows = union(fitting, list.rows)
  return { ...list, rows, total: Math.max(rows.length, list.total + rows.length - list.rows.length) }
}

/** Earlier arguments win over later ones of the same index. */
const union = (first: readonly OutputRow[], second: readonly OutputRow[]): OutputRow[] => {
  const byIndex = new Map<bigint, OutputRow>()
  for (const row of [...second, ...first]) byIndex.set(row.index, row)
  return [...byIndex.values()].sort((a, b) => (a.index > b.index ? -1 : 1))
}

export type SortKey = 'index' | 'submitter' | 'verdict' | 'reward' | 'gas'
export type Sort = { key: SortKey; descending: boolean }

export const newestFirst: Sort = { key: 'index', descending: true }
export const isNewestFirst = (sort: Sort): boolean => sort.key === 'index' && sort.descending

/** Sorted by what is in a column; rows without a value come last either way, equal ones newest first. */
export const sortRows = (rows: readonly OutputRow[], { key, descending }: Sort): readonly OutputRow[] => {
  if (key === 'index') return descending ? rows : [...rows].reverse()
  const sign = descending ? -1 : 1
  return [...rows].sort((a, b) => compare(cellValue(a, key), cellValue(b, key), sign))
}

type Value = bigint | number | string | null

const cellValue = (row: OutputRow, key: SortKey): Value => {
  switch (key) {
    case 'submitter':
      return row.mine ? '' : row.submitter.toLowerCase()
    case 'verdict':
      return row.deleted ? 0 : { invalid: 1, pending: 2, valid: 3 }[row.verdict]
    case 'reward':
      return row.rewardWei
    case 'gas':
      return row.gasUsed
    default:
      return row.index
  }
}

const compare = (a: Value, b: Value, sign: number): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  if (a === b) return 0
  return a < b ? -sign : sign
}
