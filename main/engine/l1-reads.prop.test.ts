import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ContractAddresses } from '../../shared/contracts/networks.ts'
import type { RpcPool } from './chain/types.ts'
import { createL1Reads } from './l1-reads.ts'
import { mutated, valueOrCode } from './runtime/testing/junk.ts'

const hash = `0x${'bb'.repeat(32)}` as const
const block = { number: '0x10', timestamp: '0x65', hash }
const receipt = { gasUsed: '0x5208', effectiveGasPrice: '0x1' }
const { signal } = new AbortController()
const readsOf = (answer: unknown) =>
  createL1Reads({ pool: { request: async () => answer } as unknown as RpcPool, addresses: {} as ContractAddresses })

describe('single answers of L1, whatever comes', () => {
  it('a block, nothing, or an AppError', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(block), async (answer) => {
        const found = await valueOrCode(() => readsOf(answer).block(16n, signal))
        if ('code' in found || found.value === null) return
        const { number, timestampSec, hash: own } = found.value
        expect(typeof number === 'bigint' && Number.isSafeInteger(timestampSec)).toBe(true)
        expect(own).toMatch(/^0x[0-9a-f]{64}$/)
      }),
      { numRuns: 600 }
    )
  })

  it('a cost, nothing, or an AppError', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(receipt), async (answer) => {
        const found = await valueOrCode(() => readsOf(answer).costOf(hash, signal))
        if ('code' in found || found.value === null) return
        expect(found.value.gasUsed >= 0n && found.value.feeWei >= 0n).toBe(true)
      }),
      { numRuns: 600 }
    )
  })
})
