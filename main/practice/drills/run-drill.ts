import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Drill, DrillContext, DrillFacts } from './drill.ts'

export type DrillResult = { drill: string; passed: boolean } & DrillFacts

/** Runs one drill in a folder of its own. Never throws: a failure is a result with `passed: false`, its code and its message. */
export async function runDrill(drill: Drill, context: Omit<DrillContext, 'folder'>): Promise<DrillResult> {
  const startedMs = context.clock.now()
  const seconds = (): number => Math.round((context.clock.now() - startedMs) / 1000)
  const folder = await mkdtemp(join(tmpdir(), `kroma-drill-${drill.name}-`))
  try {
    const facts = await drill.run({ ...context, folder })
    return { drill: drill.name, passed: true, ...facts, seconds: seconds() }
  } catch (error) {
    const { code, message } = described(error)
    return { drill: drill.name, passed: false, code, message, seconds: seconds() }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function described(error: unknown): { code: string; message: string } {
  if (error instanceof AppError) return { code: error.code, message: error.message }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }
}

/** A result as one line of JSON. */
export const resultLine = (result: DrillResult): string =>
  JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
