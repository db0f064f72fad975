import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hash } from '../../../shared/domain/hex.ts'
import { firstDifference, outputRange, partAfter, partSize, segmentBlocks } from './segments.ts'

/** A chain on which roots are right up to `lastGood` and wrong after it. */
const rootAt =
  (lastGood: bigint, lie: bigint) =>
  (block: bigint): Hash =>
    `0x${(block > lastGood ? block * 2n + lie : block * 2n).toString(16).padStart(64, '0')}`

const cuts = fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 5 })

describe('segments', () => {
  it('the mainnet cuts are 225, 45, 5 and 1 blocks', () => {
    const lengths = [9, 6, 10, 6]
    let range = outputRange(3600n, 1800n)
    const parts = lengths.map((length) => {
      const part = partSize(range, length)
      range = partAfter(range, length, 1)
      return part
    })
    expect(parts).toEqual([225n, 45n, 5n, 1n])
    expect(segmentBlocks({ segStart: 0n, segSize: 1800n }, 9)).toEqual([
      0n,
      225n,
      450n,
      675n,
      900n,
      1125n,
      1350n,
      1575n,
      1800n
    ])
  })

  it('two honest bisectors always end at the first wrong block, wherever it is', () => {
    fc.assert(
      fc.property(cuts, fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.nat(), (lengths, start, nat) => {
        const size = lengths.reduce((product, l) => product * BigInt(l - 1), 1n)
        const lastGood = start + (BigInt(nat) % size)
        const truth = rootAt(10n ** 12n, 0n)
        const lie = rootAt(lastGood, 1n)
        let range = { segStart: start, segSize: size }
        for (const [turn, length] of lengths.entries()) {
          const blocks = segmentBlocks(range, length)
          expect(blocks.at(-1)).toBe(range.segStart + range.segSize)
          const [theirs, mine] = turn % 2 === 0 ? [truth, lie] : [lie, truth]
          const found = firstDifference(blocks.map(theirs), blocks.map(mine))
          if (found.kind !== 'after') throw new Error(`no way on: ${found.kind}`)
          range = partAfter(range, length, found.pos)
        }
        expect(range).toEqual({ segStart: lastGood, segSize: 1n })
      })
    )
  })

  it('says when there is nothing to bisect', () => {
    const a = rootAt(99n, 0n)(1n)
    const b = rootAt(0n, 1n)(1n)
    expect(firstDifference([a, a], [b, a])).toEqual({ kind: 'first-differs' })
    expect(firstDifference([a, b], [a, b])).toEqual({ kind: 'none-differs' })
    expect(firstDifference([a, b], [a])).toEqual({ kind: 'after', pos: 0 })
    expect(firstDifference([a.toUpperCase().replace('0X', '0x') as Hash], [a])).toEqual({ kind: 'none-differs' })
  })

  it.each([
    [10n, 4],
    [0n, 3],
    [5n, 1]
  ])('refuses to cut %s blocks into %s hashes', (segSize, length) => {
    expect(() => segmentBlocks({ segStart: 0n, segSize }, length)).toThrow(/cannot be cut/)
  })
})
