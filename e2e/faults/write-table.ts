import { readFileSync, writeFileSync } from 'node:fs'
import type { FaultResult } from './entry.ts'
import { tableOf, tableRow } from './report.ts'

const [start, end] = ['<!-- faults: written by npm run faults -- all --markdown -->', '<!-- /faults -->']

/** Puts the rows between the marks of the page: those of entries that were not run stay as they are, the others in the order of `names`. Throws when the page has no marks. */
export function writeTable(path: string, results: readonly FaultResult[], names: readonly string[]): void {
  const page = readFileSync(path, 'utf8')
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${path} has no place for the table of faults`)
  const rows = new Map(
    page
      .slice(from, to)
      .split('\n')
      .flatMap((row) => names.filter((name) => row.startsWith(`| ${name} |`)).map((name) => [name, row] as const))
  )
  for (const result of results) rows.set(result.name, tableRow(result))
  const all = names.flatMap((name) => rows.get(name) ?? [])
  writeFileSync(path, `${page.slice(0, from + start.length)}\n${tableOf(all)}\n${page.slice(to)}`)
}
