import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Drill, DrillContext, DrillFacts } from './drill.ts'

export type DrillResult = { drill: string; passed: boolean } & DrillFacts

/** A drill says something at every step; one that is silent for so long waits for what will not come. */
const stallSec = 300
/** For a drill that was given up to clear away what it started. */
const clearSec = 60

/** Runs one drill in a folder of its own. Never throws: a failure is a result with `passed: false`, its code and its message; so is a drill that stalls, by the last thing that it said. */
export async function runDrill(drill: Drill, context: Omit<DrillContext, 'folder'>): Promise<DrillResult> {
  const startedMs = context.clock.now()
  const seconds = (): number => Math.round((context.clock.now() - startedMs) / 1000)
  const folder = await mkdtemp(join(tmpdir(), `kroma-drill-${drill.name}-`))
  try {
    const facts = await unlessStalled(context, (watched) => drill.run({ ...watched, folder }))
    return { drill: drill.name, passed: true, ...facts, seconds: seconds() }
  } catch (error) {
    const { code, message } = described(error)
    return { drill: drill.name, passed: false, code, message, seconds: seconds() }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Watched = Omit<DrillContext, 'folder'>

async function unlessStalled<T>(context: Watched, run: (context: Watched) => Promise<T>): Promise<T> {
  const { clock } = context
  const given = new AbortController()
  let last = { line: 'its start', atMs: clock.now() }
  const say = (line: string): void => {
    last = { line, atMs: clock.now() }
    context.say(line)
  }
  const running = run({ ...context, say, signal: AbortSignal.any([context.signal, given.signal]) })
  const over = new AbortController()
  const watching = async (): Promise<never> => {
    for (;;) {
      const leftMs = last.atMs + stallSec * 1_000 - clock.now()
      if (leftMs > 0) await clock.sleep(leftMs, over.signal)
      else throw stalled(last.line)
    }
  }
  try {
    return await Promise.race([running, watching()])
  } catch (error) {
    given.abort(error)
    const cleared = running.then(
      () => {},
      () => {}
    )
    await Promise.race([cleared, clock.sleep(clearSec * 1_000, over.signal).catch(() => {})])
    throw error
  } finally {
    over.abort()
  }
}

const stalled = (line: string): AppError =>
  new AppError({ code: 'DRILL_STALLED' }, { message: `Nothing more for ${stallSec} s after: ${line}` })

function described(error: unknown): { code: string; message: string } {
  if (error instanceof AppError) return { code: error.code, message: error.message }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }
}

/** A result as one line of JSON. */
export const resultLine = (result: DrillResult): string =>
  JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
