import { AbortedError } from '../../../shared/errors.ts'
import type { Clock } from './clock.ts'

/** Waits for a deadline or for a call of `wake`, whichever comes first. A `wake` while nobody waits ends the next wait at once. */
export type Waker = { wake(): void; wait(ms: number, signal: AbortSignal): Promise<'woken' | 'due'> }

export function createWaker(clock: Clock): Waker {
  let woken = false
  let interrupt: AbortController | null = null
  return {
    wake() {
      woken = true
      interrupt?.abort()
    },
    async wait(ms, signal) {
      if (signal.aborted) throw new AbortedError(signal.reason)
      const mine = new AbortController()
      const stop = (): void => mine.abort()
      interrupt = mine
      signal.addEventListener('abort', stop, { once: true })
      try {
        if (!woken) await clock.sleep(ms, mine.signal).catch(() => {})
      } finally {
        signal.removeEventListener('abort', stop)
        interrupt = null
      }
      if (signal.aborted) throw new AbortedError(signal.reason)
      const cause = woken ? 'woken' : 'due'
      woken = false
      return cause
    }
  }
}
