import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mutated, valueOrCode } from '../runtime/testing/junk.ts'
import { parseHead } from './parse-head.ts'

const hash = `0x${'bb'.repeat(32)}`
const head = { number: '0x10', hash, parentHash: hash, timestamp: '0x65', extra: { deep: [1] } }

it('a head is whole and of the right types, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(mutated(head), async (raw) => {
      const found = await valueOrCode(() => parseHead(raw))
      if ('code' in found) {
        expect(found.code).toBe('RPC_BAD_ANSWER')
        return
      }
      const { number, timestampSec, hash: own, parentHash } = found.value
      expect(typeof number === 'bigint' && number >= 0n && Number.isSafeInteger(timestampSec)).toBe(true)
      expect([own, parentHash].every((one) => /^0x[0-9a-f]{64}$/.test(one))).toBe(true)
    }),
    { numRuns: 1_000 }
  )
})
