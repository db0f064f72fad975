import { AbortedError, AppError } from '../../../../shared/errors.ts'

/** So many pieces of work at once; the others wait in turn. */
export type Places = {
  /** Throws PROXY_BUSY when too many wait already, AbortedError when the signal fires while waiting. */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

export function createPlaces({ parallel, waiting }: { parallel: number; waiting: number }): Places {
  const queue: (() => void)[] = []
  let taken = 0

  function turn(signal: AbortSignal): Promise<void> {
    if (taken < parallel) {
      taken += 1
      return Promise.resolve()
    }
    if (queue.length >= waiting) throw busy(waiting)
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      }
      const onAbort = (): void => {
        queue.splice(queue.indexOf(go), 1)
        reject(new AbortedError(signal.reason))
      }
      signal.addEventListener('abort', onAbort, { once: true })
      queue.push(go)
    })
  }

  return {
    async take(signal, work) {
      await turn(signal)
      try {
        return await work()
      } finally {
        // The place goes straight to the next in line, so that nobody can come in between.
        const next = queue.shift()
        if (next) next()
        else taken -= 1
      }
    }
  }
}

const busy = (waiting: number): AppError =>
  new AppError(
    { code: 'PROXY_BUSY', waiting },
    { message: `${waiting} proofs wait already. Ask again later.`, retryable: true }
  )
