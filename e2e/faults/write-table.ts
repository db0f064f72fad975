import { readFileSync, writeFileSync } from 'node:fs'
import type { FaultResult } from './entry.ts'
import { markdownTable } from './report.ts'

const [start, end] = ['<!-- faults: written by npm run faults -- all --markdown -->', '<!-- /faults -->']

/** Puts the table between the marks of the page. Throws when the page has no marks. */
export function writeTable(path: string, results: readonly FaultResult[]): void {
  const page = readFileSync(path, 'utf8')
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${path} has no place for the table of faults`)
  writeFileSync(path, `${page.slice(0, from + start.length)}\n${markdownTable(results)}\n${page.slice(to)}`)
}
