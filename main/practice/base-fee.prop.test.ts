import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseFeeWei } from './base-fee.ts'

const gwei = 10n ** 9n

describe('baseFeeWei', () => {
  it('stays between 4 and 20 gwei, and never jumps', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(2 ** 31), (block, seed) => {
        const [fee, next] = [baseFeeWei(block, seed), baseFeeWei(block + 1, seed)]
        expect(fee).toBeGreaterThanOrEqual(4n * gwei)
        expect(fee).toBeLessThanOrEqual(20n * gwei)
        // A block's base fee moves by an eighth at most on a real chain.
        expect(next * 8n).toBeLessThanOrEqual(fee * 9n)
        expect(next * 8n).toBeGreaterThanOrEqual(fee * 7n)
      })
    )
  })
})
