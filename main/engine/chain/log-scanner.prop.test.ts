import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { scanLogs } from './log-scanner.ts'
import { RpcRejectedError } from './rpc-error.ts'
import { logsIn, rangeOf } from './testing/log-provider.ts'
import { scriptedPool } from './testing/scripted-pool.ts'

const address = '0x00000000000000000000000000000000000000aa' as const

describe('scanLogs over any provider', () => {
  it('answers cover the range exactly once, and every log comes once and in order', async () => {
    const provider = fc.record({
      first: fc.bigInt(0n, 5_000n),
      length: fc.bigInt(1n, 3_000n),
      every: fc.bigInt(1n, 400n),
      maxBlocks: fc.bigInt(1n, 4_000n),
      maxLogs: fc.nat({ max: 400 }).map((n) => n + 1),
      words: fc.constantFrom('named', 'proposed', 'silent'),
      concurrency: fc.integer({ min: 1, max: 6 })
    })
    await fc.assert(
      fc.asyncProperty(provider, async ({ first, length, every, maxBlocks, maxLogs, words, concurrency }) => {
        const range = { from: first, to: first + length - 1n }
        const answered: { from: bigint; to: bigint }[] = []
        const pool = scriptedPool(async (request) => {
          const asked = rangeOf(request)
          await new Promise((resolve) => setImmediate(resolve))
          const logs = logsIn(asked, { every, address })
          if (asked.to - asked.from >= maxBlocks || logs.length > maxLogs) {
            const message = {
              named:
                asked.to - asked.from >= maxBlocks
                  ? `limited to ${maxBlocks} blocks`
                  : 'query returned more than 10000 results',
              proposed: `try this block range [0x${asked.from.toString(16)}, 0x${(asked.from + (asked.to - asked.from) / 3n).toString(16)}]`,
              silent: 'block range is too wide'
            }[words]
            throw new RpcRejectedError({ method: 'eth_getLogs', rpcCode: -32005, message: message ?? '', data: null })
          }
          answered.push(asked)
          return logs
        })
        const logs = await scanLogs({
          pool,
          clock: new ManualClock(),
          address,
          fromBlock: range.from,
          toBlock: range.to,
          signal: new AbortController().signal,
          concurrency
        })
        answered.sort((a, b) => (a.from < b.from ? -1 : 1))
        expect(answered[0]?.from).toBe(range.from)
        expect(answered.at(-1)?.to).toBe(range.to)
        for (let i = 1; i < answered.length; i++) expect(answered[i]?.from).toBe((answered[i - 1]?.to ?? 0n) + 1n)
        expect(logs.map((log) => log.blockNumber)).toEqual(
          logsIn(range, { every, address }).map((log) => BigInt((log as { blockNumber: string }).blockNumber))
        )
      }),
      { numRuns: 60 }
    )
  })
})
