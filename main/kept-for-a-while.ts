import { randomUUID } from 'node:crypto'
import type { Clock } from './engine/runtime/clock.ts'

const keepMs = 10 * 60_000
const most = 3

/** What was read and waits for the operator's word, by an id that cannot be guessed: at most three, for ten minutes. */
export type KeptForAWhile<T> = {
  put(value: T): string
  /** Null when it is too old, or gone. */
  get(id: string): T | null
  drop(id: string): void
}

export function keptForAWhile<T>(clock: Clock): KeptForAWhile<T> {
  const kept = new Map<string, { value: T; untilMs: number }>()
  const sweep = (): void => {
    for (const [id, { untilMs }] of kept) if (clock.now() > untilMs) kept.delete(id)
  }
  return {
    put(value) {
      sweep()
      const [oldest] = kept.keys()
      if (kept.size >= most && oldest !== undefined) kept.delete(oldest)
      const id = randomUUID()
      kept.set(id, { value, untilMs: clock.now() + keepMs })
      return id
    },
    get(id) {
      sweep()
      return kept.get(id)?.value ?? null
    },
    drop: (id) => void kept.delete(id)
  }
}
