import { AbortedError } from '../../../shared/errors.ts'

/** The only source of time and of waiting. `now` is unix milliseconds; `sleep` rejects with AbortedError as soon as the signal fires. */
export interface Clock {
  now(): number
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

const longestTimeoutMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new AbortedError(signal.reason))
        return
      }
      const onAbort = (): void => {
        clearTimeout(timer)
        reject(new AbortedError(signal.reason))
      }
      const timer = setTimeout(
        () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(Math.max(0, ms), longestTimeoutMs)
      )
      signal.addEventListener('abort', onAbort, { once: true })
    })
}
