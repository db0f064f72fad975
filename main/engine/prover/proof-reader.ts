import type { Hex } from '../../../shared/domain/hex.ts'
import { answerReader } from '../chain/answer-reader.ts'
import { looseHex } from './prover-bytes.ts'

/** Reads the answers that proofs are made of, strictly. `fail(what)` throws the caller's error. */
export type ProofReader = ReturnType<typeof proofReader>

export function proofReader(fail: (what: string) => never) {
  const plain = answerReader(fail)
  return {
    ...plain,
    list: (value: unknown, path: string): readonly unknown[] =>
      Array.isArray(value) ? value : fail(`${path} is no list`),
    /** Bytes as hex with 0x, in lower case. */
    hex(value: unknown, path: string, size?: number): Hex {
      const hex = typeof value === 'string' && value.startsWith('0x') ? looseHex(value) : null
      if (hex === null) return fail(`${path} is no hex`)
      return size === undefined || hex.length === 2 + 2 * size ? hex : fail(`${path} does not have ${size} bytes`)
    },
    /** A number of any size: a hex quantity, or a JSON number that lost no digits. */
    quantity: (value: unknown, path: string): bigint =>
      typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value)
        ? BigInt(value)
        : BigInt(plain.integer(value, path))
  }
}
