import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutputPoint } from '../../../shared/ipc/contract.ts'
import { toApproximate } from '../../format/amount.ts'
import { chartSummary, lastPoints, mostBars, toBars } from './chart-data.ts'

const kro = 10n ** 18n
const point = (index: bigint, over: Partial<OutputPoint> = {}): OutputPoint => ({
  index,
  submittedAtSec: Number(index) * 40,
  rewardWei: 4n * kro,
  gasUsed: 250_000n,
  feeWei: kro / 1_000n,
  ...over
})
const many = Array.from({ length: 1_000 }, (_, i) => point(BigInt(i)))

describe('toBars', () => {
  it('draws one bar for each output while they fit', () => {
    expect(toBars([point(3n), point(1_204n)], 'reward')).toEqual([
      { name: '3', mark: '3', size: 4, exact: '4 KRO', atSec: 120 },
      { name: '1,204', mark: '1,204', size: 4, exact: '4 KRO', atSec: 48_160 }
    ])
  })
  it('averages neighbours when they do not fit', () => {
    expect(toBars(many, 'reward')[0]).toMatchObject({ name: '0–16', mark: '0', exact: '4 KRO (average of 17)' })
    expect(toBars(many, 'gas')[0]?.exact).toBe('250,000 gas (average of 17)')
    expect(toBars(many, 'fee').length).toBeLessThanOrEqual(mostBars)
  })
  it('leaves out what has not been paid yet', () => {
    expect(toBars([point(1n), point(2n, { rewardWei: null })], 'reward')).toHaveLength(1)
  })
  it('never shows more bars than fit, covers every output once, stays between the least and the most (property)', () => {
    const rewards = fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(rewards, fc.integer({ min: 1, max: 60 }), (values, most) => {
        const bars = toBars(
          values.map((rewardWei, i) => point(BigInt(i), { rewardWei })),
          'reward',
          most
        )
        expect(bars.length).toBeLessThanOrEqual(most)
        const covered = bars.map((b) => b.name.split('–').map(Number)).map(([from = 0, to = from]) => to - from + 1)
        expect(covered.reduce((sum, n) => sum + n, 0)).toBe(values.length)
        const sizes = values.map(toApproximate)
        for (const { size } of bars) {
          expect(size).toBeGreaterThanOrEqual(Math.min(...sizes) - 1e-8)
          expect(size).toBeLessThanOrEqual(Math.max(...sizes))
        }
      })
    )
  })
  it('takes the newest of a range', () => {
    expect(lastPoints(many, '50')).toHaveLength(50)
    expect(lastPoints(many, '50').at(-1)).toBe(many.at(-1))
    expect(lastPoints(many, 'all')).toBe(many)
  })
})

describe('chartSummary', () => {
  it('says it in words', () => {
    expect(chartSummary([point(1n), point(2n)], 'reward')).toBe('8 KRO for 2 outputs, 4 on average.')
    expect(chartSummary([point(1n)], 'gas')).toBe('1 output, 250,000 gas on average.')
    expect(chartSummary([point(1n, { feeWei: null })], 'fee')).toBe('Nothing to show yet.')
  })
})
