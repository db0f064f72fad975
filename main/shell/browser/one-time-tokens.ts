import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../engine/runtime/clock.ts'

const lifetimeMs = 15 * 60_000
const mostOpen = 8

const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Tokens that open the app once. Only their hashes are kept, so looking one up takes no time that tells about it. */
export class OneTimeTokens {
  readonly #clock: Pick<Clock, 'now'>
  readonly #open = new Map<string, number>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** A token for one use within 15 minutes. At most 8 wait at a time: the oldest goes. */
  issue(): string {
    const token = randomBytes(32).toString('base64url')
    this.#open.set(digest(token), this.#clock.now() + lifetimeMs)
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= mostOpen) break
      this.#open.delete(oldest)
    }
    return token
  }

  /** True once per issued token, while it has not run out. */
  redeem(token: string): boolean {
    const key = digest(token)
    const untilMs = this.#open.get(key)
    this.#open.delete(key)
    return untilMs !== undefined && this.#clock.now() < untilMs
  }
}
