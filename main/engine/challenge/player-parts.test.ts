import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createMoveBook } from './own-moves.ts'
import { movesOf, type PlayerParts } from './player-parts.ts'

const partsWith = (mined: Map<string, `0x${string}`>): PlayerParts =>
  ({
    queue: {
      submit: () => Promise.reject(new Error('unused')),
      paused: () => null,
      minedHash: (p: string) => mined.get(p) ?? null
    }
  }) as unknown as PlayerParts

describe('movesOf', () => {
  it('takes a move as done only while its transaction is on the chain', () => {
    const mined = new Map([['bisect:2:0xa:3', '0x1' as const]])
    const book = createMoveBook(new ManualClock())
    const moves = movesOf(partsWith(mined), book)
    book.ended('bisect:2:0xa:3', { kind: 'done' }, { nowSec: 0, deadlineSec: null })
    expect(moves('bisect:2:0xa:3').pending).toBe(true)
    mined.clear()
    expect(moves('bisect:2:0xa:3').pending).toBe(false)
    expect(moves(null).pending).toBe(false)
  })
})
