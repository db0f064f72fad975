import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../engine/runtime/clock.ts'

/** Slows down whoever tries passphrases, and never locks anybody out. */
export type PassphraseGate = {
  /** Runs `attempt` when it is its turn: one at a time, and after wrong passphrases only when the pause is over. Throws what `attempt` throws. */
  attempt<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Wrong ones in a row, and until when the next one waits (0: not at all). */
  state(): { wrong: number; waitUntilMs: number }
}

const wrongCodes = ['KEYSTORE_WRONG_PASSPHRASE', 'VAULT_WRONG_PASSPHRASE']
/** So many wrong ones in a row are taken for typing errors. */
const freeTries = 3
const firstPauseMs = 1_000
const longestPauseMs = 30_000

/** Pause before the next try after `wrong` wrong ones in a row: 0 for the first three, then 1, 2, 4, ... up to 30 seconds. */
export const pauseMs = (wrong: number): number =>
  wrong < freeTries ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(wrong - freeTries, 20))

export function createPassphraseGate(clock: Clock): PassphraseGate {
  let wrong = 0
  let waitUntilMs = 0
  let turn: Promise<unknown> = Promise.resolve()

  async function run<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    // A clock that was set back must not make the pause longer.
    const ms = Math.min(waitUntilMs - clock.now(), pauseMs(wrong))
    if (ms > 0) await clock.sleep(ms, signal)
    try {
      const value = await attempt()
      wrong = 0
      waitUntilMs = 0
      return value
    } catch (error) {
      if (error instanceof AppError && wrongCodes.includes(error.code)) {
        wrong += 1
        waitUntilMs = clock.now() + pauseMs(wrong)
      }
      throw error
    }
  }

  return {
    attempt(attempt, signal) {
      const mine = turn.then(() => run(attempt, signal))
      turn = mine.catch(() => {})
      return mine
    },
    state: () => ({ wrong, waitUntilMs: pauseMs(wrong) === 0 ? 0 : waitUntilMs })
  }
}
