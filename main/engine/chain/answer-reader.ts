import type { Hash } from '../../../shared/domain/hex.ts'

/** Reads fields of a JSON answer strictly. `fail(what)` throws the caller's error and says which field is wrong. */
export type AnswerReader = ReturnType<typeof answerReader>

export function answerReader(fail: (what: string) => never) {
  const object = (value: unknown, path: string): Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : fail(`${path} is no object`)

  return {
    object,
    string: (value: unknown, path: string): string => (typeof value === 'string' ? value : fail(`${path} is no text`)),
    /** Whole number, from a JSON number or a hex quantity. */
    integer(value: unknown, path: string): number {
      const number = typeof value === 'string' && /^0x[0-9a-f]{1,13}$/i.test(value) ? Number(value) : value
      return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
        ? number
        : fail(`${path} is no whole number`)
    },
    hash: (value: unknown, path: string): Hash =>
      typeof value === 'string' && /^0x[0-9a-f]{64}$/i.test(value)
        ? (value.toLowerCase() as Hash)
        : fail(`${path} is no 32-byte hash`)
  }
}
