import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inputLimits, inspectInput } from './input-guard.ts'

const isPlain = (value: unknown): boolean => {
  if (typeof value === 'function' || typeof value === 'symbol') return false
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  const prototype = Object.getPrototypeOf(value)
  return (prototype === null || prototype === Object.prototype) && Object.values(value).every(isPlain)
}

describe('the input of a command, whatever the page sends', () => {
  it('is never taken for plain when it is not, and judging it never throws', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withTypedArray: true,
      withNullPrototype: true
    })
    fc.assert(
      fc.property(
        fc.oneof(anything, fc.object({ key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')) })),
        (raw) => {
          if (inspectInput(raw) === 'ok') expect(isPlain(raw)).toBe(true)
        }
      ),
      { numRuns: 1_000 }
    )
  })

  it('is looked at in bounded time, however large or deep', () => {
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    const wide = Array.from({ length: 1_000_000 }, () => 0)
    const fat = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, 'x'.repeat(inputLimits.characters)]))
    expect([deep, wide, fat].map((raw) => inspectInput(raw))).toEqual(['too-large', 'too-large', 'too-large'])
  })
})
