import { expect, it } from 'vitest'
import { sameValue } from './same-value.ts'

it('compares data by what it holds', () => {
  expect(sameValue({ a: [1n, { b: null }] }, { a: [1n, { b: null }] })).toBe(true)
  expect(sameValue({ a: 1n }, { a: 2n })).toBe(false)
  expect(sameValue({ a: undefined }, { b: undefined })).toBe(false)
  expect(sameValue([], {})).toBe(false)
  expect(sameValue([1], [1, 2])).toBe(false)
  expect(sameValue(null, {})).toBe(false)
})
