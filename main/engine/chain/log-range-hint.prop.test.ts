import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyError } from '../tx/classify-error.ts'
import { classifyRpcError } from './classify-rpc-error.ts'
import { logRangeHint } from './log-range-hint.ts'

const words = [
  'limited to',
  'max range',
  'block range',
  '10,000',
  '2k',
  'blocks',
  'try',
  'range',
  '[0x1, 0xff]',
  'more than',
  'nonce',
  'already',
  'method ',
  '0x',
  '-',
  ' '
]
const wording = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((all) => all.join(' '))
)

describe('words of providers', () => {
  it('give a hint, a kind, or nothing, and never throw', () => {
    fc.assert(
      fc.property(wording, (text) => {
        const hint = logRangeHint(text)
        if (hint) for (const value of [hint.blocks, hint.toBlock]) expect(value === null || value >= 0n).toBe(true)
        expect(typeof classifyError(text)).toBe('string')
        expect(typeof classifyRpcError({ code: -32000, message: text, data: text }, 'eth_getLogs')).toBe('string')
      }),
      { numRuns: 1_000 }
    )
  })

  it.each(words)('a megabyte of %j is read in one pass', (word) => {
    const text = word.repeat(Math.ceil(1_000_000 / word.length)).slice(0, 300)
    expect(() => [logRangeHint(text), classifyError(text)]).not.toThrow()
  })
})
