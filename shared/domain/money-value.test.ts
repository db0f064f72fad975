import { describe, expect, it } from 'vitest'
import { netKroWei, totalUsd } from './money-value.ts'

const coin = 10n ** 18n
const sums = {
  rewardsWei: 100n * coin,
  wonWei: 50n * coin,
  slashedWei: 30n * coin,
  gasWei: coin / 100n,
  cloudMicroUsd: 2_500_000
}

describe('the worth of it', () => {
  it('is KRO gained less KRO lost', () => {
    expect(netKroWei(sums)).toBe(120n * coin)
    expect(netKroWei({ ...sums, slashedWei: 200n * coin })).toBe(-50n * coin)
  })

  it.each([
    ['both prices', sums, { kroUsd: 0.1, ethUsd: 2_000 }, 12 - 20 - 2.5],
    ['no price', sums, {}, null],
    ['no price for KRO', sums, { ethUsd: 2_000 }, null],
    ['no price for ETH', sums, { kroUsd: 0.1 }, null],
    ['no price for KRO that did not move', { ...sums, rewardsWei: 0n, wonWei: 30n * coin }, { ethUsd: 2_000 }, -22.5],
    ['no price for ETH that did not move', { ...sums, gasWei: 0n }, { kroUsd: 0.1 }, 9.5],
    ['cloud cost left out', { ...sums, cloudMicroUsd: null }, { kroUsd: 0.1, ethUsd: 2_000 }, -8]
  ])('in dollars: %s', (_, given, prices, expected) => {
    const total = totalUsd(given, prices)
    if (expected === null) expect(total).toBeNull()
    else expect(total).toBeCloseTo(expected, 6)
  })
})
