import { AbortedError } from '../../../shared/errors.ts'

type Options<T> = {
  /** Takes the next item, null when there is none now; work under way may still bring more. */
  next: () => T | null
  /** How many at a time, asked anew each time. */
  lanes: () => number
  work: (item: T, signal: AbortSignal) => Promise<void>
  signal: AbortSignal
}

/** Works through a queue that may grow while it is worked on. The first error, or the signal, stops all of it: the inner signal fires and the error is thrown at once. */
export function workThrough<T>({ next, lanes, work, signal: outer }: Options<T>): Promise<void> {
  return new Promise((resolve, reject) => {
    const inner = new AbortController()
    let running = 0
    const finish = (act: () => void): void => {
      outer.removeEventListener('abort', onAbort)
      inner.abort(new Error('finished'))
      act()
    }
    const fail = (error: unknown): void => {
      if (!inner.signal.aborted) finish(() => reject(error))
    }
    const onAbort = (): void => fail(new AbortedError(outer.reason))
    const pump = (): void => {
      while (!inner.signal.aborted && running < Math.max(1, lanes())) {
        const item = next()
        if (item === null) {
          if (running === 0) finish(resolve)
          return
        }
        running += 1
        work(item, inner.signal).then(() => {
          running -= 1
          pump()
        }, fail)
      }
    }
    if (outer.aborted) return onAbort()
    outer.addEventListener('abort', onAbort, { once: true })
    pump()
  })
}
