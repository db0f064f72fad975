import { AbortedError } from '../../../shared/errors.ts'
import type { Clock } from './clock.ts'

type Sleeper = { atMs: number; wake: () => void }

/** Virtual time for tests: `advance` fires due sleepers in order and lets each run before the next. */
export class ManualClock implements Clock {
  #nowMs: number
  #sleepers: Sleeper[] = []

  constructor(nowMs = 0) {
    this.#nowMs = nowMs
  }

  now(): number {
    return this.#nowMs
  }

  get sleeping(): number {
    return this.#sleepers.length
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new AbortedError(signal.reason))
        return
      }
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((x) => x !== sleeper)
        reject(new AbortedError(signal.reason))
      }
      const sleeper: Sleeper = {
        atMs: this.#nowMs + Math.max(0, ms),
        wake: () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        }
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#sleepers.push(sleeper)
    })
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms
    for (;;) {
      await settle()
      const due = this.#sleepers.filter((s) => s.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (!due) break
      this.#sleepers = this.#sleepers.filter((x) => x !== due)
      this.#nowMs = Math.max(this.#nowMs, due.atMs)
      due.wake()
    }
    this.#nowMs = endMs
    await settle()
  }
}

const settle = (): Promise<void> => new Promise((r) => setImmediate(r))
