import { AbortedError } from '../../../shared/errors.ts'

/** Work that several callers wait for. */
export type SharedRuns<T> = {
  /** Joins the run of that key, or starts it. Rejects with AbortedError at once when the caller's signal fires; the run itself ends only with its last caller. */
  join(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T>
}

type Run<T> = { result: Promise<T>; abort: AbortController; callers: number }

export function createSharedRuns<T>(): SharedRuns<T> {
  const runs = new Map<string, Run<T>>()

  function begin(key: string, start: (signal: AbortSignal) => Promise<T>): Run<T> {
    const abort = new AbortController()
    const run: Run<T> = { abort, callers: 0, result: start(abort.signal).finally(() => leave(key, run)) }
    run.result.catch(() => {})
    runs.set(key, run)
    return run
  }

  function leave(key: string, run: Run<T>): void {
    if (runs.get(key) === run) runs.delete(key)
  }

  return {
    join(key, signal, start) {
      if (signal.aborted) return Promise.reject(new AbortedError(signal.reason))
      const run = runs.get(key) ?? begin(key, start)
      run.callers += 1
      return new Promise<T>((resolve, reject) => {
        const onAbort = (): void => {
          run.callers -= 1
          if (run.callers === 0) {
            leave(key, run)
            run.abort.abort(signal.reason)
          }
          reject(new AbortedError(signal.reason))
        }
        signal.addEventListener('abort', onAbort, { once: true })
        run.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
      })
    }
  }
}
