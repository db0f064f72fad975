import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mutated, valueOrCode } from '../runtime/testing/junk.ts'
import { createRollupClient } from './rollup-client.ts'
import type { RpcPool } from './types.ts'

const hash = `0x${'bb'.repeat(32)}`
const l1 = { hash, number: 16, parentHash: hash, timestamp: 101 }
const l2 = { ...l1, l1origin: { hash, number: 5 }, sequenceNumber: 0 }
const status = {
  ...{ current_l1: l1, head_l1: l1, safe_l1: l1, finalized_l1: l1 },
  ...{ unsafe_l2: l2, safe_l2: l2, finalized_l2: l2 }
}
const output = {
  ...{ version: `0x${'0'.repeat(64)}`, outputRoot: hash, stateRoot: hash, withdrawalStorageRoot: hash },
  ...{ blockRef: l2, nextBlockRef: { ...l2, number: 17 }, syncStatus: status }
}
const config = {
  ...{ l1_chain_id: 1, l2_chain_id: 255, block_time: 2, kroma_mpt_time: null },
  genesis: { l2: { number: 0 }, l2_time: 10 }
}
const clientOf = (answer: unknown) =>
  createRollupClient({ pool: { role: 'rollup', request: async () => answer } as unknown as RpcPool })

/** Every hash is a hash, every number a whole one. */
function wellTyped(value: unknown): boolean {
  if (typeof value === 'bigint') return value >= 0n
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0
  if (typeof value === 'string') return /^0x[0-9a-f]{64}$/.test(value)
  return value === null || Object.values(value as object).every(wellTyped)
}

describe('answers of the rollup node, whatever comes', () => {
  it.each([
    ['syncStatus', status, (answer: unknown) => clientOf(answer).syncStatus()],
    ['outputAtBlock', output, (answer: unknown) => clientOf(answer).outputAtBlock(16n)],
    ['rollupConfig', config, (answer: unknown) => clientOf(answer).rollupConfig()]
  ] as const)('%s: the right types about the block asked for, or refused', async (name, valid, ask) => {
    expect(await valueOrCode(() => ask(valid) as Promise<unknown>)).toHaveProperty('value')
    await fc.assert(
      fc.asyncProperty(mutated(valid), async (answer) => {
        const found = await valueOrCode(() => ask(answer) as Promise<unknown>)
        if ('code' in found) {
          expect(found.code).toBe('ROLLUP_BAD_ANSWER')
          return
        }
        expect(wellTyped(found.value)).toBe(true)
        if (name === 'outputAtBlock') expect(found.value).toMatchObject({ blockRef: { number: 16n } })
      }),
      { numRuns: 600 }
    )
  })
})
