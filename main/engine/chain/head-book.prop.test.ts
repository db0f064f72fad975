import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeadBook } from './head-book.ts'
import { parseHead } from './parse-head.ts'
import { header } from './testing/raw-header.ts'

const event = fc.record({
  waitMs: fc.integer({ min: -5_000, max: 60_000 }),
  ahead: fc.bigInt(-3n, 4n),
  fork: fc.bigInt(0n, 2n),
  lateSec: fc.integer({ min: 0, max: 20 })
})

describe('HeadBook over any stream of headers and any clock', () => {
  it('chain time goes back only when a reorg took the chain back', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const book = new HeadBook()
        let nowMs = 1_000_000
        let number = 1_000n
        let last = -1
        for (const { waitMs, ahead, fork, lateSec } of events) {
          nowMs += waitMs
          number += ahead
          const before = book.head
          const news = book.take(parseHead(header(number, fork, Number(number) * 12 + lateSec)), nowMs)
          const now = book.chainNowSec(nowMs) ?? -1
          const wentBack = news.kind === 'reorg' && news.head.timestampSec < (before?.timestampSec ?? 0)
          if (!wentBack) expect(now).toBeGreaterThanOrEqual(last)
          expect(now).toBeGreaterThanOrEqual(book.head?.timestampSec ?? 0)
          last = now
        }
      })
    )
  })
})
