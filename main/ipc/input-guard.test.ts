import { describe, expect, it } from 'vitest'
import { inspectInput } from './input-guard.ts'

const nested = (depth: number): unknown => (depth === 0 ? 1 : { inner: nested(depth - 1) })

describe('inspectInput', () => {
  it.each([undefined, null, true, 5, 5n, 'text', [1, [2]], { a: { b: [1n] } }, Object.create(null)])(
    'lets plain data through: %o',
    (value) => expect(inspectInput(value)).toBe('ok')
  )

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a date', new Date(0)],
    ['a map', { inner: new Map() }],
    ['bytes', new Uint8Array(4)],
    ['a class', new (class A {})()],
    ['an own __proto__', JSON.parse('{"__proto__":1}')],
    ['a deep constructor', [{ a: { constructor: 1 } }]],
    ['a symbol key', { [Symbol('x')]: 1 }]
  ])('refuses %s', (_, value) => expect(inspectInput(value)).toBe('not-plain'))

  it.each([
    ['depth', nested(9)],
    ['many values', Array.from({ length: 6_000 }, () => 0)],
    ['many values in many arrays', Array.from({ length: 80 }, () => Array.from({ length: 80 }, () => 0))],
    ['many keys', Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [i, 0]))],
    ['a sparse array', new Array(1_000_000_000)],
    ['long text', 'x'.repeat(65_537)],
    ['long keys', { ['x'.repeat(65_537)]: 1 }],
    ['much text', Array.from({ length: 70 }, () => 'x'.repeat(1_000))],
    ['a huge number', 2n ** 600n]
  ])('refuses too much of %s', (_, value) => expect(inspectInput(value)).toBe('too-large'))

  it('ends on data that holds itself', () => {
    const loop: { self?: unknown } = {}
    loop.self = loop
    expect(inspectInput(loop)).toBe('too-large')
  })

  it('allows exactly the depth that is allowed', () => expect(inspectInput(nested(8))).toBe('ok'))
})
