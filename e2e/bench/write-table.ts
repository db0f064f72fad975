import { readFileSync, writeFileSync } from 'node:fs'
import { type BenchResult, markdownTable } from './report.ts'

const [start, end] = ['<!-- bench: written by npm run bench -- --markdown -->', '<!-- /bench -->']

/** The page with the table of this run between its markers; null where the page has none. */
export function withTable(page: string, result: BenchResult): string | null {
  const from = page.indexOf(start)
  const to = page.indexOf(end, from)
  if (from < 0 || to < 0) return null
  return `${page.slice(0, from + start.length)}\n${markdownTable(result)}\n${page.slice(to)}`
}

/** Replaces the table of a page. Throws where the page has no place for it. */
export function writeTable(path: string, result: BenchResult): void {
  const page = withTable(readFileSync(path, 'utf8'), result)
  if (page === null) throw new Error(`${path} has no markers for the table`)
  writeFileSync(path, page)
}
