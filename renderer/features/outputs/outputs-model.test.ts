import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutputRow } from '../../../shared/domain/output.ts'
import { me, other, outputDouble } from '../../dev/snapshot-double.ts'
import { emptyList, newestFirst, sortRows, withNewest, withPage } from './outputs-model.ts'

const row = (index: bigint, over: Partial<OutputRow> = {}): OutputRow => outputDouble(index, 1_795_000_000, 100n, over)
const indices = (rows: readonly OutputRow[]) => rows.map((r) => Number(r.index))

describe('output list', () => {
  it('puts pages one below the other', () => {
    const first = withPage(emptyList, { rows: [row(9n), row(8n)], nextBefore: 8n, total: 4 })
    const second = withPage(first, { rows: [row(7n), row(6n)], nextBefore: null, total: 5 })
    expect(indices(second.rows)).toEqual([9, 8, 7, 6])
    expect(first.total).toBe(4)
    expect(second).toMatchObject({ total: 4, nextBefore: null })
  })

  it('adds new rows on top, replaces known ones and leaves those below for their page', () => {
    const list = withPage(emptyList, { rows: [row(9n), row(8n)], nextBefore: 8n, total: 9 })
    const paid = row(8n, { rewardWei: 5n })
    const next = withNewest(list, [row(10n), paid, row(3n)], false)
    expect(indices(next.rows)).toEqual([10, 9, 8])
    expect(next.rows[2]).toBe(paid)
    expect(next.total).toBe(10)
  })

  it('takes own rows only when asked to, and nothing before the first page', () => {
    const list = withPage(emptyList, { rows: [row(9n, { mine: true })], nextBefore: null, total: 1 })
    const next = withNewest(list, [row(11n, { mine: false }), row(10n, { mine: true })], true)
    expect(indices(next.rows)).toEqual([10, 9])
    expect(withNewest(emptyList, [row(1n)], false)).toBe(emptyList)
  })

  it('starts to fill a list that was empty', () => {
    const list = withPage(emptyList, { rows: [], nextBefore: null, total: 0 })
    expect(withNewest(list, [row(1n)], false)).toMatchObject({ total: 1 })
  })

  it('changes nothing when nothing is new', () => {
    const list = withPage(emptyList, { rows: [row(9n)], nextBefore: null, total: 1 })
    expect(withNewest(list, list.rows, false)).toBe(list)
  })

  it('holds each index once, in order, however rows arrive (property)', () => {
    const batch = fc.array(fc.bigInt({ min: 0n, max: 60n }), { maxLength: 20 })
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 8 }), (batches) => {
        let list = withPage(emptyList, { rows: [row(30n)], nextBefore: null, total: 1 })
        for (const some of batches)
          list = withNewest(
            list,
            some.map((i) => row(i)),
            false
          )
        const seen = indices(list.rows)
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a))
        expect(list.total).toBe(seen.length)
      })
    )
  })
})

describe('sorting', () => {
  const rows = [
    row(4n, { rewardWei: null, mine: false, submitter: other, verdict: 'pending', gasUsed: null }),
    row(3n, { rewardWei: 7n, mine: true, submitter: me, verdict: 'valid', gasUsed: 2n }),
    row(2n, { rewardWei: 9n, mine: false, submitter: other, verdict: 'invalid', gasUsed: null }),
    row(1n, { rewardWei: 1n, mine: false, submitter: other, verdict: 'valid', deleted: true, gasUsed: 5n })
  ]
  it.each([
    [newestFirst, [4, 3, 2, 1]],
    [{ key: 'index', descending: false }, [1, 2, 3, 4]],
    [{ key: 'reward', descending: true }, [2, 3, 1, 4]],
    [{ key: 'reward', descending: false }, [1, 3, 2, 4]],
    [{ key: 'gas', descending: true }, [1, 3, 4, 2]],
    [{ key: 'submitter', descending: false }, [3, 4, 2, 1]],
    [{ key: 'verdict', descending: false }, [1, 2, 4, 3]]
  ] as const)('%o', (sort, expected) => {
    expect(indices(sortRows(rows, sort))).toEqual(expected)
  })
})
