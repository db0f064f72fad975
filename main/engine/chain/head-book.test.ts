import { describe, expect, it } from 'vitest'
import { HeadBook } from './head-book.ts'
import { parseHead } from './parse-head.ts'
import { header } from './testing/raw-header.ts'

const at = (number: bigint, fork = 0n, timestampSec?: number) =>
  parseHead(header(number, fork, timestampSec ?? Number(number) * 12))
const bookAt = (number: bigint, nowMs = 0): HeadBook => {
  const book = new HeadBook()
  book.take(at(number), nowMs)
  return book
}

describe('HeadBook', () => {
  it('has no head and no time before the first', () => {
    expect(new HeadBook().head).toBeNull()
    expect(new HeadBook().chainNowSec(5)).toBeNull()
  })

  it('takes new heads, also with gaps between them, and keeps when each was seen first', () => {
    const book = bookAt(10n, 1_000)
    expect(book.take(at(11n), 2_000).kind).toBe('new')
    expect(book.take(at(11n), 3_000).kind).toBe('same')
    expect(book.head).toMatchObject({ number: 11n, seenAtMs: 2_000 })
    expect(book.take(at(15n), 4_000).kind).toBe('new')
  })

  it('sees a reorg in a child of another parent, and in another block at a height it knows', () => {
    const book = bookAt(10n)
    book.take(at(11n), 0)
    expect(book.take(at(12n, 1n), 0)).toMatchObject({ kind: 'reorg', from: { number: 11n }, head: { number: 12n } })
    expect(book.take(at(11n, 2n), 0)).toMatchObject({ kind: 'reorg', from: { number: 12n }, head: { number: 11n } })
    expect(book.head?.number).toBe(11n)
    expect(book.take(at(12n, 2n), 0).kind).toBe('new')
  })

  it('ignores a lagging node: older blocks of the same chain, however often', () => {
    const book = bookAt(10n)
    for (const n of [11n, 12n, 13n]) book.take(at(n), 0)
    for (let i = 0; i < 10; i++) expect(book.take(at(11n), 0).kind).toBe('stale')
    expect(book.head?.number).toBe(13n)
  })

  it('ignores an older block in a gap of its record, until the node insists (the chain was set back)', () => {
    const book = bookAt(10n)
    book.take(at(20n), 0)
    expect(book.take(at(15n, 1n), 0).kind).toBe('stale')
    expect(book.take(at(16n, 1n), 0).kind).toBe('stale')
    expect(book.take(at(17n, 1n), 0)).toMatchObject({ kind: 'reorg', head: { number: 17n } })
    expect(book.take(at(18n, 1n), 0).kind).toBe('new')
  })

  it('lets chain time run on between heads and never back', () => {
    const book = bookAt(10n, 1_000)
    expect(book.chainNowSec(1_000)).toBe(120)
    expect(book.chainNowSec(14_999)).toBe(133)
    book.take(at(11n), 15_000)
    expect(book.chainNowSec(15_000)).toBe(133)
    expect(book.chainNowSec(16_500)).toBe(133)
    expect(book.chainNowSec(17_000)).toBe(134)
    expect(book.chainNowSec(2_000)).toBe(134)
  })

  it('goes back with the chain', () => {
    const book = bookAt(10n, 0)
    book.take(at(11n), 0)
    book.chainNowSec(5_000)
    book.take(at(11n, 1n, 130), 5_000)
    expect(book.chainNowSec(5_000)).toBe(130)
  })
})
