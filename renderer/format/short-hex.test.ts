import { expect, it } from 'vitest'
import { shortHex } from './short-hex.ts'

it('keeps both ends', () => {
  expect(shortHex('0x1234567890abcdef1234567890abcdef12345678')).toBe('0x1234…5678')
  expect(shortHex(`0x${'ab'.repeat(32)}`, 6)).toBe('0xababab…ababab')
  expect(shortHex('0x1234')).toBe('0x1234')
})
