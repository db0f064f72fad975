import { AppError } from '../../../shared/errors.ts'
import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import type { PracticePreset } from '../network.ts'

export type DrillContext = {
  preset: PracticePreset
  seed: number
  /** How often a drill that repeats itself does so; left out: as often as it thinks right. */
  rounds?: number
  /** Empty, and removed afterwards. */
  folder: string
  clock: Clock
  log: Logger
  /** Fires when the drill shall end early. */
  signal: AbortSignal
  /** One line about how far it is, for whoever watches. */
  say(line: string): void
}

/** What a drill found out; printed as JSON, bigints as decimal strings. */
export type DrillFacts = Record<string, unknown>

/** A scenario played on a fresh practice network with the real engine. It checks what happened on chain itself and throws when something is not as it must be; what it started is stopped when `run` ends. */
export type Drill = {
  name: string
  /** One line. */
  about: string
  run(context: DrillContext): Promise<DrillFacts>
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v)) ?? String(value)

/** Throws DRILL_FAILED naming what differs. Values are compared by their JSON, bigints included. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (shown(actual) === shown(expected)) return
  throw new AppError(
    { code: 'DRILL_FAILED', what },
    { message: `${what}: expected ${shown(expected)}, found ${shown(actual)}` }
  )
}
