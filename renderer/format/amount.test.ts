import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, formatAmountExact, formatGwei, formatInteger, formatShare, toApproximate } from './amount.ts'

const kro = 10n ** 18n

describe('formatAmount', () => {
  it('groups thousands and cuts decimals without rounding up', () => {
    expect(formatAmount(12_345n * kro)).toEqual({ text: '12,345', exact: true })
    expect(formatAmount(1_999_999_999_999_999_999n)).toEqual({ text: '1.9999', exact: false })
    expect(formatAmount(1_500_000_000_000_000_000n)).toEqual({ text: '1.5', exact: true })
    expect(formatAmount(0n)).toEqual({ text: '0', exact: true })
  })
  it('never shows something as nothing', () => {
    expect(formatAmount(1n)).toEqual({ text: '<0.0001', exact: false })
    expect(formatAmount(-1n, 2).text).toBe('−<0.01')
  })
  it('keeps digits that a float would lose', () => {
    expect(formatAmountExact(123_456_789_012_345_678_901_234_567n)).toBe('123,456,789.012345678901234567')
    expect(formatAmountExact(1n)).toBe('0.000000000000000001')
  })
  it('says every digit back (property)', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (wei) => {
        const [whole = '', fraction = ''] = formatAmountExact(wei).replaceAll(',', '').split('.')
        expect(BigInt(whole + fraction.padEnd(18, '0'))).toBe(wei)
      })
    )
  })
  it('never shows more than there is (property)', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 26n }), fc.integer({ min: 1, max: 18 }), (wei, decimals) => {
        const { text, exact } = formatAmount(wei, decimals)
        if (text.startsWith('<')) return
        const [whole = '', fraction = ''] = text.replaceAll(',', '').split('.')
        const shown = BigInt(whole + fraction.padEnd(18, '0'))
        expect(shown <= wei).toBe(true)
        expect(shown === wei).toBe(exact)
      })
    )
  })
})

describe('other numbers', () => {
  it('shows gwei', () => {
    expect(formatGwei(1_234_567_890n)).toBe('1.23')
    expect(formatGwei(30_000_000_000n)).toBe('30')
  })
  it('groups integers', () => {
    expect(formatInteger(1_234_567n)).toBe('1,234,567')
    expect(formatInteger(999)).toBe('999')
    expect(formatInteger(-1000)).toBe('−1,000')
  })
  it('shows shares', () => {
    expect(formatShare(1n, 3n)).toBe('33.3 %')
    expect(formatShare(kro, kro)).toBe('100 %')
    expect(formatShare(1n, 10_000n)).toBe('<0.1 %')
    expect(formatShare(0n, 5n)).toBe('0 %')
    expect(formatShare(5n, 0n)).toBe('0 %')
  })
  it('approximates for drawing', () => {
    expect(toApproximate(1_500_000_000_000_000_000n)).toBe(1.5)
  })
})
