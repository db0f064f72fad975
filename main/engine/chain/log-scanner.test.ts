import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { emptyScanMemory, type ScanOptions, scanLogs } from './log-scanner.ts'
import { RpcRejectedError } from './rpc-error.ts'
import { logsIn, type Range, rangeOf } from './testing/log-provider.ts'
import { scriptedPool } from './testing/scripted-pool.ts'

const address = '0x00000000000000000000000000000000000000aa' as const
const signal = new AbortController().signal
const tooMany = (message: string): RpcRejectedError =>
  new RpcRejectedError({ method: 'eth_getLogs', rpcCode: -32005, message, data: null })

function setUp(answer: (range: Range) => unknown) {
  const pool = scriptedPool((request) => answer(rangeOf(request)))
  const clock = new ManualClock()
  const scan = (more: Partial<ScanOptions> = {}) =>
    scanLogs({ pool, clock, address, fromBlock: 0n, toBlock: 50_399n, signal, ...more })
  return { pool, clock, scan, ranges: () => pool.requests.map(rangeOf) }
}

describe('scanLogs', () => {
  it('asks once when the provider gives it all', async () => {
    const { scan, ranges, pool } = setUp((range) => logsIn(range, { every: 1_000n, address }))
    const logs = await scan({ topics: [null, ['0x01', '0x02']] })
    expect(logs.map((log) => log.blockNumber)).toEqual(Array.from({ length: 51 }, (_, i) => BigInt(i) * 1_000n))
    expect(ranges()).toEqual([{ from: 0n, to: 50_399n }])
    expect(pool.requests[0]).toMatchObject({ reason: 'logs', params: [{ address, topics: [null, ['0x01', '0x02']] }] })
  })

  it('gives a provider longer for a long range only', async () => {
    const { scan, pool } = setUp((range) => logsIn(range, { every: 1_000n, address }))
    await scan({ toBlock: 499n })
    await scan({ toBlock: 500n })
    expect(pool.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([undefined, 20_000])
  })

  it('learns a limit of 500 from the first refusal: 101 requests for a finalization window and that one', async () => {
    const limited = ({ from, to }: Range): unknown => {
      if (to - from >= 500n) throw tooMany('block range is too large, limited to 500 blocks')
      return logsIn({ from, to }, { every: 777n, address })
    }
    const memory = emptyScanMemory()
    const { scan, ranges } = setUp(limited)
    expect((await scan({ memory })).length).toBe(65)
    expect(ranges().length).toBe(102)
    const again = setUp(limited)
    await again.scan({ memory })
    expect(again.ranges().length).toBe(101)
  })

  it('never has more requests under way than allowed', async () => {
    let running = 0
    let most = 0
    const { scan } = setUp(async ({ from, to }) => {
      if (to - from >= 1_000n) throw tooMany('limited to 1000 blocks')
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return []
    })
    await scan({ concurrency: 3 })
    expect(most).toBe(3)
  })

  it('halves where no limit is named, down to the crowded block, and grows again after it', async () => {
    const { scan, ranges } = setUp((range) => {
      const crowded = range.from <= 20_000n && range.to >= 20_000n && range.to - range.from > 2n
      if (crowded) throw tooMany('query returned more than 10000 results')
      return logsIn(range, { every: 10_000n, address })
    })
    expect((await scan()).map((log) => log.blockNumber)).toEqual([0n, 10_000n, 20_000n, 30_000n, 40_000n, 50_000n])
    expect(ranges().length).toBeLessThan(150)
  })

  it('takes the range that the provider proposes', async () => {
    const { scan, ranges } = setUp(({ from, to }) => {
      if (to - from > 9_999n)
        throw tooMany(`Try with this block range [0x${from.toString(16)}, 0x${(from + 9_999n).toString(16)}].`)
      return []
    })
    await scan()
    expect(ranges().filter(({ from, to }) => to - from > 9_999n).length).toBe(1)
    expect(ranges().length).toBe(7)
  })

  it('takes a time-out or an answer that is too large for too much', async () => {
    let calls = 0
    const { scan, ranges } = setUp(({ from, to }) => {
      calls += 1
      if (calls === 1) throw new AppError({ code: 'RPC_TIMEOUT' }, { retryable: true })
      if (calls === 2)
        throw new AppError({ code: 'RPC_BAD_ANSWER', detail: 'x: answer larger than 9 bytes' }, { retryable: true })
      return logsIn({ from, to }, { every: 50_000n, address })
    })
    expect((await scan()).length).toBe(2)
    expect(ranges()[2]).toEqual({ from: 0n, to: 12_599n })
  })

  it('waits and tries again when nobody answers, as long as the pool asks for', async () => {
    let calls = 0
    const { scan, clock } = setUp(() => {
      calls += 1
      if (calls < 3) throw new AppError({ code: 'RPC_UNAVAILABLE', retryAfterMs: 4_000 }, { retryable: true })
      return []
    })
    const scanning = scan()
    await clock.advance(7_999)
    expect(calls).toBe(2)
    await clock.advance(1)
    expect(await scanning).toEqual([])
  })

  it('gives up after a few tries, and on errors that are no matter of size', async () => {
    const down = setUp(() => {
      throw new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
    })
    const failed = expect(down.scan()).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' })
    await down.clock.advance(120_000)
    await failed
    expect(down.ranges().length).toBe(4)
    const refused = setUp(() => {
      throw tooMany('invalid argument')
    })
    await expect(refused.scan()).rejects.toMatchObject({ code: 'RPC_REJECTED' })
    expect(refused.ranges().length).toBe(1)
  })

  it('does not split a single block for ever', async () => {
    const { scan, ranges } = setUp(() => {
      throw tooMany('query returned more than 10000 results')
    })
    await expect(scan({ toBlock: 7n })).rejects.toMatchObject({ code: 'RPC_REJECTED' })
    expect(ranges().length).toBe(4)
  })

  it.each([
    ['outside the range', logsIn({ from: 60_000n, to: 60_000n }, { every: 1n, address })],
    [
      'of another contract',
      logsIn({ from: 0n, to: 0n }, { every: 1n, address: '0x00000000000000000000000000000000000000bb' })
    ],
    ['malformed', [{ address }]],
    ['no list', 'logs']
  ])('refuses logs that were not asked for: %s', async (_name, answer) => {
    const { scan, clock } = setUp(() => answer)
    const failed = expect(scan()).rejects.toMatchObject({ code: 'RPC_BAD_ANSWER' })
    await clock.advance(60_000)
    await failed
  })

  it('asks fewer at a time once the provider asks for a pause', async () => {
    let underWay = 0
    const most: number[] = []
    const { scan, clock, pool } = setUp(() => [])
    pool.answer = async (request) => {
      const { from, to } = rangeOf(request)
      if (to - from >= 500n) throw tooMany('limited to 500 blocks')
      underWay += 1
      most.push(underWay)
      const tooFast = underWay > 2
      await clock.sleep(100, signal)
      underWay -= 1
      if (tooFast) throw new AppError({ code: 'RPC_UNAVAILABLE', retryAfterMs: 1_000 }, { retryable: true })
      return []
    }
    const done = scan()
    await clock.advance(60_000)
    await done
    expect(most.slice(0, 4)).toEqual([1, 2, 3, 4])
    expect(Math.max(...most.slice(-80))).toBeLessThanOrEqual(2)
    expect(most.length).toBeLessThanOrEqual(110)
  })

  it('asks nothing for an empty range and stops when the signal fires', async () => {
    const { scan, ranges } = setUp(() => [])
    expect(await scan({ fromBlock: 5n, toBlock: 4n })).toEqual([])
    expect(ranges()).toEqual([])
    const abort = new AbortController()
    const hanging = setUp(() => [])
    hanging.pool.answer = (request) => {
      const { from, to } = rangeOf(request)
      if (to - from > 500n) throw tooMany('limited to 500 blocks')
      if (from === 2_000n) abort.abort()
      return new Promise((resolve, reject) => {
        request.signal?.addEventListener('abort', () => reject(new AbortedError()))
        if (from < 2_000n) resolve([])
      })
    }
    await expect(hanging.scan({ signal: abort.signal })).rejects.toBeInstanceOf(AbortedError)
    expect(hanging.ranges().length).toBeLessThan(10)
    expect(getEventListeners(abort.signal, 'abort')).toEqual([])
    await expect(hanging.scan({ signal: abort.signal })).rejects.toBeInstanceOf(AbortedError)
  })
})
