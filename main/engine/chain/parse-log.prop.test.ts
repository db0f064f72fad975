import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mutated, valueOrCode } from '../runtime/testing/junk.ts'
import { parseLog } from './parse-log.ts'

const hash = `0x${'bb'.repeat(32)}`
const log = {
  ...{ address: `0x${'aa'.repeat(20)}`, topics: [hash, hash], data: '0x00ff', blockNumber: '0x10' },
  ...{ blockHash: hash, transactionHash: hash, logIndex: '0x2', removed: false }
}
const isHash = (value: unknown): boolean => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value)

it('a log is whole and of the right types, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(mutated(log), async (raw) => {
      const found = await valueOrCode(() => parseLog(raw))
      if ('code' in found) {
        expect(found.code).toBe('RPC_BAD_ANSWER')
        return
      }
      const { address, topics, data, blockNumber, blockHash, txHash, logIndex, removed } = found.value
      expect(address).toMatch(/^0x[0-9a-f]{40}$/)
      expect([...topics, blockHash, txHash].every(isHash)).toBe(true)
      expect(data).toMatch(/^0x([0-9a-f]{2})*$/i)
      expect(blockNumber >= 0n && Number.isSafeInteger(logIndex) && typeof removed === 'boolean').toBe(true)
    }),
    { numRuns: 1_000 }
  )
})
