import type { Clock } from '../../main/engine/runtime/clock.ts'
import { AbortedError } from '../../shared/errors.ts'

type Sleeper = { atMs: number; wake: () => void }

/** Virtual time around real sockets: before it moves on, everything that is under way is let finish. */
export class VirtualClock implements Clock {
  #nowMs: number
  #sleepers: Sleeper[] = []
  readonly #settle: () => Promise<void>

  /** `settle` resolves when no request is under way any more. */
  constructor(nowMs: number, settle: () => Promise<void>) {
    this.#nowMs = nowMs
    this.#settle = settle
  }

  /** How many wait for time to pass. */
  get sleeping(): number {
    return this.#sleepers.length
  }

  now(): number {
    return this.#nowMs
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new AbortedError(signal.reason))
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper)
        reject(new AbortedError(signal.reason))
      }
      const wake = (): void => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      }
      const sleeper: Sleeper = { atMs: this.#nowMs + Math.max(0, ms), wake }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#sleepers.push(sleeper)
    })
  }

  /** Wakes who is due, one after the other, each with all that it starts. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms
    for (;;) {
      await this.#settle()
      const due = this.#firstDue(endMs)
      if (!due) break
      this.#sleepers = this.#sleepers.filter((one) => one !== due)
      this.#nowMs = Math.max(this.#nowMs, due.atMs)
      due.wake()
    }
    this.#nowMs = endMs
  }

  #firstDue(endMs: number): Sleeper | undefined {
    let first: Sleeper | undefined
    for (const one of this.#sleepers) if (one.atMs <= endMs && (!first || one.atMs < first.atMs)) first = one
    return first
  }
}
