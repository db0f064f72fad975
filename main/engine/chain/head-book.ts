import type { Head } from '../../../shared/domain/snapshot.ts'
import type { HeadWithParent } from './parse-head.ts'

const kept = 128
const laggingAnswersToBelieve = 3

export type Seen = Head & { seenAtMs: number }
/** `reorg`: the chain has other blocks now where the old head was. `stale`: the node answered with an older block of the same chain; ignored. */
export type HeadNews =
  | { kind: 'new'; head: Head }
  | { kind: 'reorg'; head: Head; from: Head }
  | { kind: 'same' }
  | { kind: 'stale' }

/** Remembers the last heads and tells what a header that just came means; keeps chain time. */
export class HeadBook {
  #head: (HeadWithParent & { seenAtMs: number }) | null = null
  #recent = new Map<bigint, HeadWithParent>()
  #lagging = 0
  #floorSec = 0

  get head(): Seen | null {
    if (!this.#head) return null
    const { number, hash, timestampSec, seenAtMs } = this.#head
    return { number, hash, timestampSec, seenAtMs }
  }

  take(header: HeadWithParent, nowMs: number): HeadNews {
    const before = this.#head
    if (before?.hash === header.hash) return { kind: 'same' }
    if (before && this.#isStale(before, header)) return { kind: 'stale' }
    const reorg = before !== null && this.#replaces(before, header)
    this.#keep(header, nowMs)
    if (before && reorg && header.timestampSec < before.timestampSec) this.#floorSec = 0
    const head = headOf(header)
    return reorg && before ? { kind: 'reorg', head, from: headOf(before) } : { kind: 'new', head }
  }

  /** Seconds. Runs on between heads and never back, unless the chain itself went back. */
  chainNowSec(nowMs: number): number | null {
    if (!this.#head) return null
    const sinceSec = Math.floor(Math.max(0, nowMs - this.#head.seenAtMs) / 1000)
    this.#floorSec = Math.max(this.#floorSec, this.#head.timestampSec + sinceSec)
    return this.#floorSec
  }

  /** Lower or equal height: another block there means a reorg. Where the own record has a gap, a lagging node is likelier, until it insists. */
  #isStale(before: HeadWithParent, header: HeadWithParent): boolean {
    if (header.number > before.number) {
      this.#lagging = 0
      return false
    }
    const known = this.#recent.get(header.number)
    if (known && known.hash !== header.hash) return false
    this.#lagging += 1
    return this.#lagging < laggingAnswersToBelieve || known !== undefined
  }

  #replaces(before: HeadWithParent, header: HeadWithParent): boolean {
    if (header.number <= before.number) return true
    const parent = this.#recent.get(header.number - 1n)
    return parent !== undefined && parent.hash !== header.parentHash
  }

  #keep(header: HeadWithParent, nowMs: number): void {
    this.#lagging = 0
    this.#head = { ...header, seenAtMs: nowMs }
    for (const number of this.#recent.keys())
      if (number > header.number || number + BigInt(kept) < header.number) this.#recent.delete(number)
    this.#recent.set(header.number, header)
  }
}

const headOf = ({ number, hash, timestampSec }: Head): Head => ({ number, hash, timestampSec })
