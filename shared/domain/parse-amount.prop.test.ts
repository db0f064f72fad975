import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountProblems, largestAmountWei, parseAmount } from './parse-amount.ts'

const e18 = 10n ** 18n
const problemOf = (text: string) => {
  const parsed = parseAmount(text)
  return parsed.ok ? null : parsed.problem
}
const written = (wei: bigint, decimals = 18): string => {
  const fraction = (wei % e18).toString().padStart(18, '0').slice(0, decimals)
  return fraction === '' ? `${wei / e18}` : `${wei / e18}.${fraction}`
}

describe('parseAmount', () => {
  it('reads back every amount that the contracts can hold, to the wei', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: largestAmountWei }), (wei) => {
        expect(parseAmount(written(wei))).toEqual({ ok: true, wei })
        expect(
          parseAmount(`  ${written(wei).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros))} `)
        ).toEqual({
          ok: true,
          wei
        })
      })
    )
  })

  it('answers every text, and never with more than the contracts hold', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,eE+\- ]{0,60}$/)), (text) => {
        const parsed = parseAmount(text)
        if (parsed.ok) expect(parsed.wei >= 0n && parsed.wei <= largestAmountWei).toBe(true)
        else expect(amountProblems).toContain(parsed.problem)
        if (parsed.ok) expect(text.trim()).toMatch(/^\d+(\.\d{1,18})?$/)
      }),
      { numRuns: 2_000 }
    )
  })

  it('knows the largest', () => {
    expect(parseAmount(written(largestAmountWei))).toEqual({ ok: true, wei: largestAmountWei })
    expect(problemOf(written(largestAmountWei + 1n))).toBe('AMOUNT_TOO_LARGE')
    expect(problemOf('9'.repeat(90))).toBe('AMOUNT_TOO_LARGE')
    expect(problemOf(`${'0'.repeat(60)}5`)).toBeNull()
  })

  it.each([
    ['', 'AMOUNT_EMPTY'],
    ['   ', 'AMOUNT_EMPTY'],
    ['1,5', 'AMOUNT_COMMA'],
    ['1,000.5', 'AMOUNT_COMMA'],
    ["1'000,5", 'AMOUNT_COMMA'],
    ['1e3', 'AMOUNT_EXPONENT'],
    ['1.5E-3', 'AMOUNT_EXPONENT'],
    ['-1', 'AMOUNT_NEGATIVE'],
    ['−0.5', 'AMOUNT_NEGATIVE'],
    ['1.', 'AMOUNT_NOT_A_NUMBER'],
    ['.5', 'AMOUNT_NOT_A_NUMBER'],
    ['1.2.3', 'AMOUNT_NOT_A_NUMBER'],
    ['0x10', 'AMOUNT_NOT_A_NUMBER'],
    ['１２', 'AMOUNT_NOT_A_NUMBER'],
    ['1 000', 'AMOUNT_NOT_A_NUMBER'],
    ['+1', 'AMOUNT_NOT_A_NUMBER'],
    ['12 KRO', 'AMOUNT_NOT_A_NUMBER'],
    ['0.0000000000000000001', 'AMOUNT_TOO_MANY_DECIMALS'],
    ['1.0000000000000000000', 'AMOUNT_TOO_MANY_DECIMALS']
  ])('refuses %j', (text, problem) => {
    expect(problemOf(text)).toBe(problem)
  })
})
