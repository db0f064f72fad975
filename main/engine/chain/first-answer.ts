import { AbortedError } from '../../../shared/errors.ts'
import type { Clock } from '../runtime/clock.ts'

type Options<C, T> = {
  candidates: readonly C[]
  attempt: (candidate: C, signal: AbortSignal) => Promise<T>
  /** True for an error that no other candidate would answer differently. */
  isFinal: (error: unknown) => boolean
  /** A candidate silent for so long is joined by the next one; the first answer counts. */
  joinAfterMs: number
  clock: Clock
  /** Each of them ends it. */
  signals: readonly AbortSignal[]
}

/** Every candidate failed; `errors` in the order in which they did. */
export class AllFailed extends Error {
  readonly errors: unknown[]
  constructor(errors: unknown[]) {
    super('every candidate failed')
    this.errors = errors
  }
}

/** Asks one candidate after the other until one answers: the next at once when one fails, or beside it when it stays silent. The losers' signals fire. */
export function firstAnswer<C, T>(options: Options<C, T>): Promise<T> {
  const { candidates, attempt, isFinal, joinAfterMs, clock, signals } = options
  return new Promise((resolve, reject) => {
    const inner = new AbortController()
    const errors: unknown[] = []
    let started = 0
    let running = 0
    const aborted = (): AbortSignal | undefined => signals.find((signal) => signal.aborted)
    const onAbort = (): void => settle(() => reject(new AbortedError(aborted()?.reason)))
    const settle = (act: () => void): void => {
      if (inner.signal.aborted) return
      for (const signal of signals) signal.removeEventListener('abort', onAbort)
      inner.abort(aborted()?.reason ?? new Error('another endpoint answered'))
      act()
    }
    const startNext = (): void => {
      const turn = started
      const candidate = candidates[turn]
      if (candidate === undefined) {
        if (running === 0) settle(() => reject(new AllFailed(errors)))
        return
      }
      started += 1
      running += 1
      attempt(candidate, inner.signal).then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => {
          running -= 1
          if (isFinal(error)) return settle(() => reject(error))
          errors.push(error)
          startNext()
        }
      )
      if (turn + 1 < candidates.length)
        clock.sleep(joinAfterMs, inner.signal).then(
          () => started === turn + 1 && startNext(),
          () => {}
        )
    }
    if (aborted()) return onAbort()
    for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true })
    startNext()
  })
}
