import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowWindow } from './row-window.ts'

describe('rowWindow', () => {
  it('draws what is in sight and a few more', () => {
    expect(rowWindow({ count: 10_000, rowHeight: 40, offset: 4_000, visibleHeight: 400 })).toEqual({
      first: 90,
      last: 120
    })
    expect(rowWindow({ count: 10_000, rowHeight: 40, offset: -300, visibleHeight: 400 })).toEqual({
      first: 0,
      last: 12
    })
    expect(rowWindow({ count: 5, rowHeight: 40, offset: 0, visibleHeight: 400 })).toEqual({ first: 0, last: 5 })
    expect(rowWindow({ count: 0, rowHeight: 40, offset: 0, visibleHeight: 400 })).toEqual({ first: 0, last: 0 })
  })
  it('stays as it is while a few rows pass, so that most frames of a scroll change nothing', () => {
    const at = (offset: number) => rowWindow({ count: 10_000, rowHeight: 40, offset, visibleHeight: 400 })
    const windows = Array.from({ length: 240 }, (_, i) => JSON.stringify(at(4_000 + i)))
    expect(new Set(windows).size).toBeLessThanOrEqual(4)
  })
  it('covers everything in sight and never draws much more (property)', () => {
    const input = fc.record({
      count: fc.integer({ min: 0, max: 20_000 }),
      rowHeight: fc.constant(40),
      offset: fc.integer({ min: -2_000, max: 900_000 }),
      visibleHeight: fc.integer({ min: 0, max: 3_000 })
    })
    fc.assert(
      fc.property(input, (i) => {
        const { first, last } = rowWindow(i)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(last).toBeLessThanOrEqual(i.count)
        expect(last - first).toBeLessThanOrEqual(i.visibleHeight / 40 + 30)
        const seen = Math.floor(Math.max(0, i.offset) / 40)
        if (seen < i.count && i.offset + i.visibleHeight > 0 && i.visibleHeight > 0)
          expect(first <= seen && seen < last).toBe(true)
      })
    )
  })
})
