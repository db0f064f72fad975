import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstFees, highestFees, raisedFees, suggestFees } from './fees.ts'
import type { FeePolicy } from './types.ts'

const gwei = 1_000_000_000n
const policy: FeePolicy = {
  maxFeePerGasCapWei: 200n * gwei,
  minPriorityFeeWei: gwei,
  bumpPercent: 15n,
  resendAfterMs: 30_000,
  confirmations: 1
}

describe('first fees', () => {
  it('offer twice the base fee and a tip of at least the floor', () => {
    expect(suggestFees({ baseFeeWei: 10n * gwei, tipWei: 0n }, policy)).toEqual({ maxFeeWei: 21n * gwei, tipWei: gwei })
    expect(suggestFees({ baseFeeWei: 10n * gwei, tipWei: 3n * gwei }, policy).tipWei).toBe(3n * gwei)
  })

  it('stop at the cap and say so', () => {
    expect(firstFees({ baseFeeWei: 150n * gwei, tipWei: gwei }, policy)).toEqual({
      maxFeeWei: 200n * gwei,
      tipWei: gwei,
      atFeeCap: true
    })
    const low = { ...policy, maxFeePerGasCapWei: gwei / 2n }
    expect(firstFees({ baseFeeWei: 1n, tipWei: gwei }, low)).toEqual({
      maxFeeWei: gwei / 2n,
      tipWei: gwei / 2n,
      atFeeCap: true
    })
  })
})

describe('raised fees', () => {
  const basis = { baseFeeWei: 10n * gwei, tipWei: gwei }

  it('raise both by the wanted percentage when the market stands still', () => {
    const last = { maxFeeWei: 21n * gwei, tipWei: gwei }
    expect(raisedFees(last, { basis, policy })).toEqual({
      maxFeeWei: 24_150_000_000n,
      tipWei: 1_150_000_000n,
      atFeeCap: false
    })
  })

  it('follow the market when it has moved further', () => {
    const last = { maxFeeWei: 5n * gwei, tipWei: gwei }
    expect(raisedFees(last, { basis, policy })?.maxFeeWei).toBe(21n * gwei)
  })

  it('use what is left below the cap as long as pools take it as a replacement', () => {
    const last = { maxFeeWei: 180n * gwei, tipWei: gwei }
    expect(raisedFees(last, { basis: { baseFeeWei: 90n * gwei, tipWei: gwei }, policy })).toMatchObject({
      maxFeeWei: 200n * gwei,
      atFeeCap: true
    })
    expect(raisedFees({ ...last, maxFeeWei: 190n * gwei }, { basis, policy })).toBeNull()
  })

  it('stop at five times the suggestion above 100 gwei, as the reference does', () => {
    const generous = { ...policy, maxFeePerGasCapWei: 10_000n * gwei }
    const last = { maxFeeWei: 95n * gwei, tipWei: gwei }
    expect(raisedFees(last, { basis, policy: generous })?.maxFeeWei).toBe(105n * gwei)
    expect(raisedFees({ maxFeeWei: 104n * gwei, tipWei: gwei }, { basis, policy: generous })).toBeNull()
    const quiet = { baseFeeWei: gwei, tipWei: gwei }
    expect(raisedFees({ maxFeeWei: 95n * gwei, tipWei: gwei }, { basis: quiet, policy: generous })).toBeNull()
  })

  it('always satisfy the replacement rule of pools and the cap', () => {
    const wei = fc.bigInt({ min: 1n, max: 400n * gwei })
    fc.assert(
      fc.property(wei, wei, wei, wei, fc.integer({ min: 1, max: 4 }), (maxFee, tip, baseFeeWei, tipWei, steps) => {
        const last = { maxFeeWei: maxFee, tipWei: (tip % maxFee) + 1n }
        const next = raisedFees(last, { basis: { baseFeeWei, tipWei }, policy, steps })
        if (!next) return
        expect(next.maxFeeWei * 10n).toBeGreaterThanOrEqual(last.maxFeeWei * 11n)
        expect(next.tipWei * 10n).toBeGreaterThanOrEqual(last.tipWei * 11n)
        expect(next.maxFeeWei).toBeLessThanOrEqual(policy.maxFeePerGasCapWei)
        expect(next.tipWei).toBeLessThanOrEqual(next.maxFeeWei)
      })
    )
  })

  it('have to beat the highest of each fee', () => {
    const attempts = [
      { maxFeeWei: 9n, tipWei: 1n },
      { maxFeeWei: 3n, tipWei: 2n }
    ]
    expect(highestFees(attempts)).toEqual({ maxFeeWei: 9n, tipWei: 2n })
  })
})
