/** Bounds of one command's input, whatever the transport. */
export type InputLimits = { depth: number; values: number; characters: number }

export const inputLimits: InputLimits = { depth: 8, values: 5_000, characters: 64 * 1024 }

const poison = new Set(['__proto__', 'constructor', 'prototype'])

/** Whether `raw` is plain data within the limits: primitives, arrays and plain objects, without a key that could reach a prototype. Looked at before any schema sees it. */
export function inspectInput(raw: unknown, limits: InputLimits = inputLimits): 'ok' | 'too-large' | 'not-plain' {
  let values = 0
  let characters = 0
  const open: { value: unknown; depth: number }[] = [{ value: raw, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next
    if (++values > limits.values) return 'too-large'
    if (typeof value === 'function' || typeof value === 'symbol') return 'not-plain'
    characters += textLength(value)
    if (typeof value === 'object' && value !== null) {
      if (depth >= limits.depth) return 'too-large'
      const entries = entriesOf(value, limits)
      if (typeof entries === 'string') return entries
      for (const [key, inner] of entries) {
        characters += key.length
        open.push({ value: inner, depth: depth + 1 })
      }
    }
    if (characters > limits.characters) return 'too-large'
  }
  return 'ok'
}

const textLength = (value: unknown): number => {
  if (typeof value === 'string') return value.length
  return typeof value === 'bigint' && (value > maxBigint || value < -maxBigint) ? Number.POSITIVE_INFINITY : 8
}
const maxBigint = 2n ** 512n

function entriesOf(value: object, limits: InputLimits): [string, unknown][] | 'too-large' | 'not-plain' {
  if (Array.isArray(value)) {
    if (value.length > limits.values) return 'too-large'
    return value.map((inner: unknown): [string, unknown] => ['', inner])
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return 'not-plain'
  const keys = Object.keys(value)
  if (keys.length > limits.values) return 'too-large'
  if (keys.some((key) => poison.has(key)) || Object.getOwnPropertySymbols(value).length > 0) return 'not-plain'
  return Object.entries(value)
}
