import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode } from './structured-text.ts'

const leaf = fc.oneof(
  fc.string(),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.uint8Array(),
  fc.date({ noInvalidDate: true })
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree')))
}))

describe('structured text', () => {
  it('brings back what the structured clone brings back', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(decode(encode(value))).toEqual(structuredClone(value))
      })
    )
  })

  it('keeps a key that could reach a prototype as a key of its own', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}')
    const back = decode(encode(hostile)) as object
    expect(Object.keys(back)).toEqual(['__proto__', 'constructor'])
    expect('polluted' in {}).toBe(false)
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype)
  })

  it.each([() => 1, Symbol('x'), new Map(), new Set()])(
    'refuses %s, as the clone does or the app never needs it',
    (value) => {
      expect(() => encode({ value })).toThrow('could not be cloned')
    }
  )
})
