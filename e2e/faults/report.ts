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
export function markdownTable(entries: readonly FaultResult[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  const held = entries.filter((entry) => entry.held).length
  return [
    `${held} of ${entries.length} entries held.`,
    '',
    line(['entry', 'injected', 'expected', 'seen', 'held']),
    line(['---', '---', '---', '---', '---']),
    ...entries.map((entry) =>
      line([entry.name, entry.injected, entry.expected, entry.seen, entry.held ? 'yes' : '**no**'])
    )
  ].join('\n')
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
const cell = (text: string): string => oneLine(text).replaceAll('|', '\\|').replaceAll('<', '&lt;')
