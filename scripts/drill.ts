import { parseArgs } from 'node:util'
import { systemClock } from '../main/engine/runtime/clock.ts'
import { drills, findDrill } from '../main/practice/drills/registry.ts'
import { resultLine, runDrill } from '../main/practice/drills/run-drill.ts'
import type { PracticePreset } from '../main/practice/network.ts'

const usage = `npm run drill -- NAME [--json] [--preset practice|mainnet-shape] [--seed N] [--rounds N]

${drills.map(({ name, about }) => `  ${name.padEnd(20)}${about}`).join('\n')}

The last line on standard output is the result as JSON; the exit code is 0 when the drill passed, 1 when it failed, 2 when it was not asked for properly.`

type Asked = { name: string; json: boolean; preset: PracticePreset; seed: number; rounds?: number }

function asked(argv: string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        preset: { type: 'string', default: 'practice' },
        seed: { type: 'string', default: '1' },
        rounds: { type: 'string' }
      }
    })
    const [name] = positionals
    if (name === undefined || positionals.length > 1) return `Name one drill: ${names()}.`
    if (!findDrill(name)) return `There is no drill "${name}". There is: ${names()}.`
    if (values.preset !== 'practice' && values.preset !== 'mainnet-shape')
      return `--preset wants practice or mainnet-shape, not "${values.preset}".`
    if (!/^\d{1,9}$/.test(values.seed)) return `--seed wants a whole number, not "${values.seed}".`
    const { json, preset, rounds } = values
    if (rounds !== undefined && !/^[1-9]\d{0,3}$/.test(rounds))
      return `--rounds wants a number from 1 on, not "${rounds}".`
    return { name, json, preset, seed: Number(values.seed), ...(rounds !== undefined && { rounds: Number(rounds) }) }
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be read.'
  }
}

const names = (): string => drills.map(({ name }) => name).join(', ')

async function main(): Promise<number> {
  const wish = asked(process.argv.slice(2))
  const drill = typeof wish === 'string' ? null : findDrill(wish.name)
  if (typeof wish === 'string' || !drill) {
    process.stderr.write(`${wish}\n\n${usage}\n`)
    return 2
  }
  const { json, name: _, ...wanted } = wish
  const abort = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort(new Error(name)))
  const say = (line: string): void => void process.stderr.write(json ? '' : `${line}\n`)
  const complain = (event: string, fields: object = {}): void =>
    void process.stderr.write(
      json ? '' : `${event} ${JSON.stringify(fields, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}\n`
    )
  const log = { debug() {}, info() {}, warn: complain, error: complain }
  const result = await runDrill(drill, { ...wanted, clock: systemClock, log, signal: abort.signal, say })
  process.stdout.write(`${resultLine(result)}\n`)
  return result.passed ? 0 : 1
}

process.exitCode = await main()
