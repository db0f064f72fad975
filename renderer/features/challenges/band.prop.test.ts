import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shape } from '../../dev/challenge-double.ts'
import { challengeDouble } from '../../dev/challenge-double.ts'
import { me, other } from '../../dev/snapshot-double.ts'
import { type BandRow, bandOf, partStates } from './band.ts'

/** Any shape that a contract could have, and a game that went on for some turns. */
const games = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }).chain((parts) =>
  fc.record({
    parts: fc.constant(parts),
    outputIndex: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    taken: fc
      .tuple(...parts.slice(0, -1).map((count) => fc.integer({ min: 0, max: count - 1 })))
      .chain((all) => fc.integer({ min: 0, max: all.length }).map((n) => (all as number[]).slice(0, n)))
  })
)

const bandFor = ({ parts, outputIndex, taken }: { parts: number[]; outputIndex: bigint; taken: number[] }) => {
  const interval = parts.reduce((product, count) => product * BigInt(count), 1n)
  const shape: Shape = { lengths: parts.map((n) => n + 1), interval, bisectionSec: 60, provingSec: 600 }
  return bandOf(
    challengeDouble(1_795_000_000, { outputIndex, challenger: me, asserter: other, taken, agoSec: [9, 8, 7], shape })
  )
}
const pairs = (rows: readonly BandRow[]) => rows.slice(1).map((row, i) => ({ outer: rows[i], inner: row }))

describe('band', () => {
  it('narrows: each turn lies exactly in what the one before it chose', () => {
    fc.assert(
      fc.property(games, (game) => {
        const rows = bandFor(game)?.rows ?? []
        expect(rows).toHaveLength(game.taken.length + 1)
        for (const { outer, inner } of pairs(rows)) {
          expect(outer?.chosen).toMatchObject({ startBlock: inner.startBlock, endBlock: inner.endBlock })
          expect(inner.blocks * BigInt(outer?.parts ?? 0)).toBe(outer?.blocks)
        }
      })
    )
  })

  it('draws inside its row, from left to right, with one chosen part', () => {
    fc.assert(
      fc.property(games, (game) => {
        for (const row of bandFor(game)?.rows ?? []) {
          const states = partStates(row)
          expect(states).toHaveLength(row.parts)
          if (row.chosen === null) {
            expect(states.every((state) => state === 'open')).toBe(true)
            continue
          }
          const { from, to } = row.chosen
          expect(0 <= from && from < to && to <= 1).toBe(true)
          const at = states.indexOf('chosen')
          expect(states).toEqual(states.map((_, i) => (i < at ? 'agreed' : i === at ? 'chosen' : 'after')))
        }
      })
    )
  })

  it('ends in what is left', () => {
    fc.assert(
      fc.property(games, (game) => {
        const band = bandFor(game)
        const last = band?.rows.at(-1)
        expect(band?.left).toEqual({ startBlock: last?.startBlock, endBlock: last?.endBlock, blocks: last?.blocks })
      })
    )
  })
})
