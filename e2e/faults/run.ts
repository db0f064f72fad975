import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { FaultEntry, FaultResult } from './entry.ts'
import { faultEntries, findEntry } from './registry.ts'
import { jsonLine, listLines, markdownTable, plainLine } from './report.ts'
import { openFaultRun } from './run-faults.ts'
import { writeTable } from './write-table.ts'

const root = resolve(import.meta.dirname, '../..')

const usage = `npm run faults -- NAME... | all [--json | --markdown] [--long] [--seed N]
npm run faults -- --list

--json      the last line on standard output is {"entries":[{"name","held","injected","expected","seen"}...]}
--markdown  the rows of these entries, which are put into the table of docs/reliability.md
--long      100 rounds of kills, a whole day with faults
The exit code is 0 when every entry held, 1 when one did not, 2 when none was asked for properly.`

type Asked = { list: boolean; json: boolean; markdown: boolean; long: boolean; seed: number; chosen: FaultEntry[] }

function asked(argv: string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        list: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        long: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' }
      }
    })
    const names = faultEntries.map(({ name }) => name).join('\n  ')
    const unknown = positionals.find((name) => name !== 'all' && !findEntry(name))
    if (unknown !== undefined) return `There is no entry "${unknown}". There is: all, or\n  ${names}`
    if (!values.list && positionals.length === 0) return `Name an entry, or all. There is:\n  ${names}`
    if (!/^\d{1,9}$/.test(values.seed)) return `--seed wants a whole number, not "${values.seed}".`
    const chosen = faultEntries.filter(({ name }) => positionals.includes('all') || positionals.includes(name))
    return { ...values, seed: Number(values.seed), chosen }
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be read.'
  }
}

async function main(): Promise<number> {
  const wish = asked(process.argv.slice(2))
  if (typeof wish === 'string') {
    process.stderr.write(`${wish}\n\n${usage}\n`)
    return 2
  }
  if (wish.list) {
    process.stdout.write(`${listLines(faultEntries)}\n`)
    return 0
  }
  const results = await runAll(wish)
  const { json, markdown } = wish
  if (json || markdown) process.stdout.write(`${json ? jsonLine(results) : markdownTable(results)}\n`)
  if (markdown)
    writeTable(
      join(root, 'docs/reliability.md'),
      results,
      faultEntries.map(({ name }) => name)
    )
  return results.every(({ held }) => held) ? 0 : 1
}

async function runAll({ chosen, json, markdown, long, seed }: Asked): Promise<FaultResult[]> {
  const abort = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort(new Error(name)))
  const show = (line: string): void => void (json || markdown ? process.stderr : process.stdout).write(`${line}\n`)
  const run = await openFaultRun({ seed, long, signal: abort.signal, say: long ? show : () => {} })
  const results: FaultResult[] = []
  try {
    for (const entry of chosen) {
      if (abort.signal.aborted) break
      const startedMs = performance.now()
      const result = await run.entry(entry)
      results.push(result)
      show(`${plainLine(result)} (${((performance.now() - startedMs) / 1_000).toFixed(1)} s)`)
    }
  } finally {
    await run.stop()
  }
  return results
}

process.exitCode = await main()
