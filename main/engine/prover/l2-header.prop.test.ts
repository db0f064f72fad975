import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { mutated, valueOrCode } from '../runtime/testing/junk.ts'
import { l2HeaderHash, readL2Header } from './l2-header.ts'
import { proofReader } from './proof-reader.ts'

const hash = `0x${'ab'.repeat(32)}`
const header = {
  ...{ parentHash: hash, sha3Uncles: hash, miner: `0x${'01'.repeat(20)}`, stateRoot: hash, transactionsRoot: hash },
  ...{ receiptsRoot: hash, logsBloom: `0x${'00'.repeat(256)}`, difficulty: '0x0', number: '0x10', gasLimit: '0x1' },
  ...{ gasUsed: '0x0', timestamp: '0x65', extraData: '0x', mixHash: hash, nonce: '0x0000000000000000' },
  ...{ baseFeePerGas: '0x1', withdrawalsRoot: hash, parentBeaconBlockRoot: null }
}
const reader = proofReader((what) => {
  throw new AppError({ code: 'BAD', what })
})

it('an L2 header is whole, so that it has a hash, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(mutated(header), async (raw) => {
      const found = await valueOrCode(() => readL2Header(raw, reader, 'header'))
      if ('code' in found) expect(found.code).toBe('BAD')
      else expect(l2HeaderHash(found.value)).toMatch(/^0x[0-9a-f]{64}$/)
    }),
    { numRuns: 1_000 }
  )
})
