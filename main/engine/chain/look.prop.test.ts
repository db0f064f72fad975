import fc from 'fast-check'
import { bytesToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { junk, valueOrCode } from '../runtime/testing/junk.ts'
import { lookAt, readOf } from './look.ts'
import type { RpcPool } from './types.ts'

const oracle = readOf('L2OutputOracle', `0x${'aa'.repeat(20)}`, l2OutputOracleAbi)
const reads = { next: oracle('nextOutputIndex'), output: oracle('getL2Output', 3n) }
const codes = ['RPC_BAD_ANSWER', 'CONTRACT_REVERT', 'CONTRACT_NO_ANSWER']

const word = (value: bigint): string => value.toString(16).padStart(64, '0')
const bytes = fc.uint8Array({ maxLength: 700 }).map((raw) => bytesToHex(raw))
/** Looks like the answer of the program: four words, then (success, length, data) with any numbers. */
const program = fc
  .tuple(
    fc.array(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), { minLength: 4, maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(2), fc.nat(400), bytes), { maxLength: 3 })
  )
  .map(
    ([head, results]) =>
      `0x${head.map(word).join('')}${results.map(([ok, length, data]) => `${word(BigInt(ok))}${word(BigInt(length))}${data.slice(2)}`).join('')}`
  )

describe('the answer to a look, whatever comes', () => {
  it.each([null, `0x${'ca'.repeat(20)}`] as const)('decodes or is refused (multicall %s)', async (multicall) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(junk, bytes, program), async (answer) => {
        const pool = { request: async () => answer } as unknown as RpcPool
        const found = await valueOrCode(() => lookAt({ pool, multicall, account: null, reads, reason: 'state' }))
        if ('code' in found) {
          expect(codes).toContain(found.code)
          return
        }
        const { next, output } = found.value.values
        expect(typeof next === 'bigint' && typeof output.outputRoot === 'string').toBe(true)
      }),
      { numRuns: 600 }
    )
  })

  it('refuses a result that says it is longer than the answer, without making room for it', async () => {
    const answer = `0x${word(1n).repeat(4)}${word(1n)}${word(2n ** 40n)}`
    const pool = { request: async () => answer } as unknown as RpcPool
    const found = await valueOrCode(() => lookAt({ pool, multicall: null, account: null, reads, reason: 'state' }))
    expect(found).toEqual({ code: 'RPC_BAD_ANSWER' })
  })
})
