import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createMoveBook, type MoveResult } from './own-moves.ts'

const refused: MoveResult = { kind: 'refused', code: 'X', message: 'y' }

describe('own moves', () => {
  it('are pending while under way, and for a minute after they are done', async () => {
    const clock = new ManualClock()
    const book = createMoveBook(clock)
    book.started('a')
    expect(book.of('a', false).pending).toBe(true)
    book.ended('a', { kind: 'done' }, { nowSec: 0, deadlineSec: null })
    expect(book.of('a', false).pending).toBe(true)
    expect(book.of('b', true)).toEqual({ pending: false, signingPaused: true, refusal: null })
    await clock.advance(60_000)
    expect(book.of('a', false).pending).toBe(false)
  })

  it('are due again at once when a reorg took them back', () => {
    const book = createMoveBook(new ManualClock())
    book.ended('a', { kind: 'done' }, { nowSec: 0, deadlineSec: null })
    book.undone('b')
    expect(book.of('a', false).pending).toBe(true)
    book.undone('a')
    expect(book.of('a', false).pending).toBe(false)
  })

  it('pause longer after each refusal, and shorter the nearer the deadline', () => {
    const book = createMoveBook(new ManualClock())
    const pauses = Array.from({ length: 8 }, () => {
      book.ended('a', refused, { nowSec: 1_000, deadlineSec: null })
      return (book.of('a', false).refusal?.retryAtSec ?? 0) - 1_000
    })
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    book.ended('a', refused, { nowSec: 1_000, deadlineSec: 1_080 })
    expect(book.of('a', false).refusal).toMatchObject({ retryAtSec: 1_010, times: 9 })
    book.ended('a', refused, { nowSec: 1_000, deadlineSec: 1_001 })
    expect(book.of('a', false).refusal?.retryAtSec).toBe(1_001)
    expect(book.of('b', false).refusal).toBeNull()
  })

  it('count each purpose for itself, and a changed mind as one short pause', () => {
    const book = createMoveBook(new ManualClock())
    book.ended('a', refused, { nowSec: 0, deadlineSec: null })
    book.ended('b', refused, { nowSec: 0, deadlineSec: null })
    expect(book.of('b', false).refusal?.times).toBe(1)
    const changed: MoveResult = { kind: 'no-longer-wanted', message: 'z' }
    for (let i = 0; i < 5; i++) book.ended('b', changed, { nowSec: 0, deadlineSec: null })
    expect(book.of('b', false).refusal).toEqual({ code: 'NO_LONGER_WANTED', message: 'z', retryAtSec: 1, times: 1 })
    book.ended('b', null, { nowSec: 9, deadlineSec: null })
    expect(book.of('b', false).refusal?.retryAtSec).toBe(1)
  })
})
