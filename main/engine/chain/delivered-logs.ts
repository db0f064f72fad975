import { byPlace, logKey } from './parse-log.ts'
import type { ChainLog } from './types.ts'

/** Which logs the consumer has been given, as far back as a reorg may reach. */
export class DeliveredLogs {
  readonly #logs = new Map<string, ChainLog>()

  /** Those not given before, in order; from now on they count as given. */
  add(logs: readonly ChainLog[]): ChainLog[] {
    const fresh = new Map<string, ChainLog>()
    for (const log of logs) if (!this.#logs.has(logKey(log))) fresh.set(logKey(log), log)
    for (const [key, log] of fresh) this.#logs.set(key, log)
    return [...fresh.values()].sort(byPlace)
  }

  /** Those given before, newest first, marked `removed`; they may come again. */
  remove(logs: readonly ChainLog[]): ChainLog[] {
    const known = new Map<string, ChainLog>()
    for (const log of logs) {
      const given = this.#logs.get(logKey(log))
      if (given) known.set(logKey(log), { ...given, removed: true })
    }
    for (const key of known.keys()) this.#logs.delete(key)
    return [...known.values()].sort(byPlace).reverse()
  }

  /** Given logs of these blocks (inclusive) that are not among `found`. */
  missingFrom(found: readonly ChainLog[], from: bigint, to: bigint): ChainLog[] {
    const keys = new Set(found.map(logKey))
    return [...this.#logs.values()].filter(
      (log) => log.blockNumber >= from && log.blockNumber <= to && !keys.has(logKey(log))
    )
  }

  forgetBefore(block: bigint): void {
    for (const [key, log] of this.#logs) if (log.blockNumber < block) this.#logs.delete(key)
  }
}
