import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Source } from './ask-source.ts'

type Asking = {
  sources: readonly Source[]
  clock: Clock
  /** For all of them together. */
  ms: number
  signal: AbortSignal
  /** Told why a source gave no answer. */
  note: (origin: string, reason: string) => void
}

/** Asks all sources at once; the answers of those that gave one in time. Throws only what is no AppError. */
export async function askAll<T>(
  { sources, clock, ms, signal, note }: Asking,
  ask: (source: Source, signal: AbortSignal) => Promise<T>
): Promise<T[]> {
  const over = new AbortController()
  const inner = AbortSignal.any([signal, over.signal])
  const late = clock.sleep(ms, inner).catch(() => new Promise<never>(() => {}))
  const one = async (source: Source): Promise<T | null> => {
    let answered = false
    const silent = (reason: string): null => {
      if (!answered) note(source.origin, reason)
      answered = true
      return null
    }
    const answer = ask(source, inner).then(
      (value) => {
        answered = true
        return value
      },
      (error: unknown) => {
        if (error instanceof AbortedError || inner.aborted) return null
        if (error instanceof AppError) return silent(error.code)
        throw error
      }
    )
    return Promise.race([answer, late.then(() => silent(`no answer within ${ms} ms`))])
  }
  try {
    const answers = await Promise.all(sources.map(one))
    return answers.flatMap((answer) => (answer === null ? [] : [answer]))
  } finally {
    over.abort()
  }
}
