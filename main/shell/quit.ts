import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../engine/ports.ts'
import type { Clock } from '../engine/runtime/clock.ts'

export type QuitDeps = { clock: Clock; log: Logger; exit: (code: number) => void; deadlineMs?: number }

export type Quit = {
  onQuitRequested(stop: () => Promise<void>): void
  /** Runs the hooks once, last registered first, and ends the process: 0 when all is flushed, 1 when a hook failed or the deadline passed. */
  request(): Promise<void>
  readonly requested: boolean
}

export const quitDeadlineMs = 10_000

export function createQuit({ clock, log, exit, deadlineMs = quitDeadlineMs }: QuitDeps): Quit {
  const hooks: (() => Promise<void>)[] = []
  let running: Promise<void> | null = null
  const run = async (): Promise<void> => {
    const deadline = new AbortController()
    const clean = await Promise.race([
      stopAll(hooks.toReversed(), log),
      clock.sleep(deadlineMs, deadline.signal).then(
        () => tooLate(log, deadlineMs),
        () => false
      )
    ])
    deadline.abort()
    exit(clean ? 0 : 1)
  }
  return {
    onQuitRequested: (stop) => void hooks.push(stop),
    request: () => {
      running ??= run()
      return running
    },
    get requested() {
      return running !== null
    }
  }
}

async function stopAll(hooks: (() => Promise<void>)[], log: Logger): Promise<boolean> {
  let clean = true
  for (const hook of hooks) {
    try {
      await hook()
    } catch (error) {
      clean = false
      const code = error instanceof AppError ? error.code : 'INTERNAL'
      const at = error instanceof Error ? (error.stack?.match(/^\s+at .*$/m)?.[0].trim() ?? '') : ''
      log.error('quit.hook-failed', { code, error: String(error), at })
    }
  }
  return clean
}

function tooLate(log: Logger, deadlineMs: number): boolean {
  log.error('quit.deadline-passed', { deadlineMs })
  return false
}
