import fc from 'fast-check'
import { bytesToHex, numberToBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import { littleEndianWords, looseHex, proverBytes } from './prover-bytes.ts'

const bytesOf = (size: number) => fc.uint8Array({ minLength: size, maxLength: size })
const sizes = [192, 128]

describe('bytes from provers', () => {
  it('read the same from every way of writing them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sizes).chain(bytesOf), (bytes) => {
        const hex = bytesToHex(bytes)
        const ways = [[...bytes], Buffer.from(bytes).toString('base64'), hex, hex.slice(2), hex.toUpperCase().slice(2)]
        for (const way of ways) expect(proverBytes(way, sizes)).toEqual(bytes)
      })
    )
  })

  it('are cut into little-endian words and back without a loss', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), { maxLength: 20 }), (words) => {
        const bytes = new Uint8Array(words.length * 32)
        words.forEach((word, i) => {
          bytes.set(numberToBytes(word, { size: 32 }).reverse(), i * 32)
        })
        expect(littleEndianWords(bytes)).toEqual(words)
        expect(littleEndianWords(new Uint8Array([...bytes, 1, 2, 3]))).toEqual(words)
      })
    )
  })

  it('are never anything but bytes of a wanted size', () => {
    const close = fc.oneof(
      fc.array(fc.oneof(fc.integer(), fc.double(), fc.string()), { minLength: 127, maxLength: 129 }),
      fc.base64String({ minLength: 168, maxLength: 260 }),
      fc.stringMatching(/^(0x)?[0-9a-fA-F]{250,260}$/)
    )
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything(), close), (value) => {
        const read = proverBytes(value, sizes)
        if (read === null) return
        expect(sizes).toContain(read.length)
        const text = typeof value === 'string' ? value : null
        const asHex = text === null ? null : looseHex(text)
        expect([bytesToHex(read), null]).toContain(asHex?.length === 2 + 2 * read.length ? asHex : bytesToHex(read))
      })
    )
  })

  it.each([
    [null],
    [''],
    ['0x'],
    [[]],
    [Array(128).fill(256)],
    [Array(128).fill(-1)],
    [Array(128).fill(1.5)],
    [Array(128).fill('1')],
    [Array(127).fill(1)],
    [Array(129).fill(1)],
    [`${'ab'.repeat(127)}a`],
    [`0x${'zz'.repeat(128)}`],
    [`${'QUJD'.repeat(42)}QU=`],
    [{ 0: 1, length: 128 }],
    [new Uint8Array(128)]
  ])('refuse %j', (value) => {
    expect(proverBytes(value, sizes)).toBeNull()
  })

  it('take hex with and without 0x, and nothing like it', () => {
    expect(looseHex('0xAB')).toBe('0xab')
    expect(looseHex('ab')).toBe('0xab')
    expect(looseHex('')).toBe('0x')
    for (const wrong of ['0xa', 'xy', '0x0xab', 7, null, undefined, ['ab']]) expect(looseHex(wrong)).toBeNull()
  })
})
