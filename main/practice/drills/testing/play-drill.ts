import { systemClock } from '../../../engine/runtime/clock.ts'
import type { PracticePreset } from '../../network.ts'
import { findDrill } from '../registry.ts'
import { type DrillResult, runDrill } from '../run-drill.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

/** Plays a drill as a test does: silently, with a seed of its own. Throws what a failed one says. */
export async function playDrill(
  name: string,
  { seed, preset = 'practice', rounds }: { seed: number; preset?: PracticePreset; rounds?: number }
): Promise<DrillResult> {
  const drill = findDrill(name)
  if (!drill) throw new Error(`no drill ${name}`)
  const signal = new AbortController().signal
  const wanted = { preset, seed, clock: systemClock, log, signal, say() {}, ...(rounds !== undefined && { rounds }) }
  const result = await runDrill(drill, wanted)
  if (!result.passed) throw new Error(`drill ${name}: ${result.code} ${result.message}`)
  return result
}

/** What the moves of a result were, in order. */
export const whatOf = (moves: unknown): string[] => (moves as { what: string }[]).map(({ what }) => what)
