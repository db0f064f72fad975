import type { FaultEntry, FaultResult } from './entry.ts'

/** The last line of `--json`. */
export const jsonLine = (entries: readonly FaultResult[]): string =>
  JSON.stringify({
    entries: entries.map(({ name, held, injected, expected, seen }) => ({ name, held, injected, expected, seen }))
  })

/** One entry for people. */
export const plainLine = ({ name, held, seen }: FaultResult): string =>
  `${held ? 'held    ' : 'NOT HELD'}  ${name}: ${oneLine(seen)}`

/** The list without running anything. */
export const listLines = (entries: readonly FaultEntry[]): string =>
  entries
    .map(({ name, injected, expected }) => `${name.padEnd(34)}${injected}\n${' '.repeat(34)}-> ${expected}`)
    .join('\n')

/** The table of docs/reliability.md. */
export const markdownTable = (entries: readonly FaultResult[]): string => tableOf(entries.map(tableRow))

export const tableRow = ({ name, injected, expected, seen, held }: FaultResult): string =>
  line([name, injected, expected, seen, held ? 'yes' : '**no**'])

export function tableOf(rows: readonly string[]): string {
  const held = rows.filter((row) => row.endsWith('| yes |')).length
  const head = [
    ['entry', 'injected', 'expected', 'seen', 'held'],
    ['---', '---', '---', '---', '---']
  ].map(line)
  return [`${held} of ${rows.length} entries held.`, '', ...head, ...rows].join('\n')
}

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
const cell = (text: string): string => oneLine(text).replaceAll('|', '\\|').replaceAll('<', '&lt;')
