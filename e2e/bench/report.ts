import { type Budget, type Reported, reported } from './budget.ts'
import { type Machine, machineLine } from './machine.ts'

export type BenchResult = {
  machine: Machine
  budgets: readonly Budget[]
  /** What could not be measured, and why. */
  failed: readonly { name: string; why: string }[]
}

/** The last line of `--json`. */
export const jsonLine = ({ machine, budgets, failed }: BenchResult): string =>
  JSON.stringify({ budgets: budgets.map(reported), machine, failed })

/** A table for people. */
export function plainTable(result: BenchResult): string {
  const rows = result.budgets.map((budget) => cells(reported(budget)))
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(head), ...rows.map(line), ...failures(result), '', machineLine(result.machine)].join('\n')
}

/** The table of docs/reliability.md, with how each figure was taken below it. */
export function markdownTable(result: BenchResult): string {
  const all = result.budgets.map(reported)
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`
  const notes = all.map(({ name, how }) => `- **${name}**: ${how}.`)
  return [
    `Measured on: ${machineLine(result.machine)}.`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...all.map((budget) => line(cells(budget))),
    ...failures(result),
    '',
    'How each was taken:',
    '',
    ...notes
  ].join('\n')
}

const head = ['figure', 'budget', 'measured', 'met', 'the reference', 'ratio']

function cells({ name, goal, measured, unit, met, reference }: Reported): string[] {
  const ratio = reference === null || reference === 0 || measured === 0 ? '' : `${(reference / measured).toFixed(1)} x`
  const verdict = met === null ? '' : met ? 'yes' : 'no'
  const other = reference === null ? '' : `${shown(reference)} ${unit}`
  return [name, goal === null ? '' : `${goal} ${unit}`, `${shown(measured)} ${unit}`, verdict, other, ratio]
}

const shown = (value: number): string =>
  new Intl.NumberFormat('en-GB', { maximumSignificantDigits: Math.abs(value) >= 100 ? 15 : 3 }).format(
    Math.abs(value) >= 100 ? Math.round(value) : value
  )

const failures = ({ failed }: BenchResult): string[] =>
  failed.map(({ name, why }) => `${name}: not measured: ${why.replace(/\s+/g, ' ').slice(0, 300)}`)
