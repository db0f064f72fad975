import { describe, expect, it } from 'vitest'
import { median, percentile } from './statistics.ts'

describe('statistics', () => {
  it('takes percentiles by nearest rank, whatever the order', () => {
    const values = [50, 15, 20, 40, 35]
    expect([0, 0.05, 0.3, 0.4, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([
      15, 15, 20, 20, 35, 50, 50
    ])
    expect(values).toEqual([50, 15, 20, 40, 35])
  })

  it('takes the middle, or the mean of the two in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7])
  })

  it('refuses to say something about nothing', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError)
    expect(() => median([])).toThrow(RangeError)
  })
})
