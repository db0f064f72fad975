import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measurers } from './measurers.ts'
import { jsonLine, markdownTable, plainTable } from './report.ts'
import { runBench } from './run-bench.ts'
import { writeTable } from './write-table.ts'

const usage = `npm run bench -- [--json | --markdown] [--only NAME]... [--runs N] [--minutes N]

${measurers.map(({ name, about }) => `  ${name.padEnd(16)}${about}`).join('\n')}

--markdown also puts the table into docs/reliability.md when every figure was taken.
--runs how often noisy figures are taken (5), --minutes how long memory is watched (3). Missed budgets are no failure; the exit code is 1 when something could not be measured.`

type Asked = { json: boolean; markdown: boolean; only: string[]; runs: number; minutes: number }

function asked(argv: string[]): Asked | string {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        runs: { type: 'string', default: '5' },
        minutes: { type: 'string', default: '3' }
      }
    })
    const unknown = values.only.find((name) => !measurers.some((one) => one.name === name))
    if (unknown !== undefined) return `There is no figure "${unknown}".`
    if (!/^[1-9]\d?$/.test(values.runs)) return `--runs wants 1 to 99, not "${values.runs}".`
    if (!/^[1-9]\d?$/.test(values.minutes)) return `--minutes wants 1 to 99, not "${values.minutes}".`
    return { ...values, runs: Number(values.runs), minutes: Number(values.minutes) }
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
  const { json, markdown, only, runs, minutes } = wish
  const abort = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort(new Error(name)))
  const chosen = measurers.filter(({ name }) => only.length === 0 || only.includes(name))
  const root = resolve(import.meta.dirname, '../..')
  if (chosen.some(({ cheap }) => !cheap))
    execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'ignore' })
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const result = await runBench(chosen, { runs, minutes, signal: abort.signal, say })
  process.stdout.write(`${json ? jsonLine(result) : markdown ? markdownTable(result) : plainTable(result)}\n`)
  if (markdown && only.length === 0 && !abort.signal.aborted) writeTable(join(root, 'docs/reliability.md'), result)
  return result.failed.length === 0 ? 0 : 1
}

process.exitCode = await main()
