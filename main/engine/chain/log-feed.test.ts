import { describe, expect, it } from 'vitest'
import type { Head } from '../../../shared/domain/snapshot.ts'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import type { Reorg } from './head-tracker.ts'
import { createLogFeed } from './log-feed.ts'
import { hashAt, rangeOf, rawLog } from './testing/log-provider.ts'
import { recordingLog } from './testing/recording-log.ts'
import { scriptedPool } from './testing/scripted-pool.ts'
import type { ChainLog, HeadTracker, RpcRequest } from './types.ts'

const address = '0x00000000000000000000000000000000000000aa' as const

/** A chain whose events the test writes; `forks` says which fork a block is of. */
function setUp({ websocket = true, startBlock = 90n } = {}) {
  const clock = new ManualClock(1_000_000)
  const chain = {
    head: 100n,
    events: [] as { block: bigint; fork?: bigint }[],
    forks: new Map<bigint, bigint>(),
    down: false,
    served: null as bigint | null,
    tracked: null as bigint | null
  }
  const forkOf = (block: bigint): bigint => chain.forks.get(block) ?? 0n
  const raw = (block: bigint, fork = forkOf(block)) => rawLog({ block, address, fork })
  const answer = (request: RpcRequest): unknown => {
    if (chain.down) throw new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
    if (request.method === 'eth_blockNumber') return `0x${chain.head.toString(16)}`
    if (request.method === 'eth_getBlockByNumber') {
      const number = BigInt(String(request.params[0]))
      return { hash: hashAt(number, forkOf(number)) }
    }
    const { from, to } = rangeOf(request)
    const served = chain.served ?? chain.head
    return chain.events
      .filter(({ block, fork = 0n }) => block >= from && block <= to && block <= served && fork === forkOf(block))
      .map(({ block }) => raw(block))
  }
  const pool = scriptedPool(answer, { websocket })
  const reorgs = new Set<(reorg: Reorg) => void>()
  const headListeners = new Set<(head: Head) => void>()
  const heads: HeadTracker & { onReorg: (l: (r: Reorg) => void) => () => void } = {
    head: () => ({ number: chain.tracked ?? chain.head, timestampSec: 0, hash: '0x', seenAtMs: clock.now() }),
    chainNowSec: () => 0,
    onHead: (listener) => {
      headListeners.add(listener)
      return () => headListeners.delete(listener)
    },
    onReorg: (listener) => {
      reorgs.add(listener)
      return () => reorgs.delete(listener)
    }
  }
  const got: bigint[] = []
  const removed: bigint[] = []
  const names: string[] = []
  const feed = createLogFeed({
    pool,
    heads,
    clock,
    log: recordingLog(),
    addresses: [address],
    startBlock,
    reorgMargin: 8n,
    recheckMs: 300_000,
    pollMs: 60_000,
    onLogs: (logs) => {
      got.push(...logs.map((log) => log.blockNumber))
      names.push(...logs.map((log: ChainLog) => `+${log.blockNumber}/${log.blockHash.slice(-34, -32)}`))
    },
    onRemoved: (logs) => {
      removed.push(...logs.map((log) => log.blockNumber))
      names.push(...logs.map((log: ChainLog) => `-${log.blockNumber}/${log.blockHash.slice(-34, -32)}`))
    }
  })
  const abort = new AbortController()
  let readied = 0
  const running = feed.run({ signal: abort.signal, ready: () => (readied += 1) }).catch((error: unknown) => error)
  const stop = async () => {
    abort.abort()
    return running
  }
  const scans = () => pool.requests.filter((r) => r.method === 'eth_getLogs').map(rangeOf)
  const live = (message: unknown) => pool.subscriptions.at(-1)?.onMessage(message)
  const reorg = () => {
    for (const listener of reorgs) listener({ from: heads.head() as never, to: heads.head() as never })
  }
  const head = (number: bigint) => {
    chain.head = number
    for (const listener of headListeners) listener({ number, timestampSec: 0, hash: '0x' })
  }
  return { head, clock, chain, pool, feed, got, removed, names, stop, scans, live, raw, reorg, readied: () => readied }
}

describe('createLogFeed with a websocket', () => {
  it('gives the past from the first block on, then what comes, each log once', async () => {
    const { clock, chain, got, live, raw, scans, stop, readied, pool } = setUp()
    chain.events = [{ block: 80n }, { block: 91n }, { block: 99n }]
    await clock.advance(0)
    expect(got).toEqual([91n, 99n])
    expect(readied()).toBe(1)
    expect(pool.subscriptions[0]?.params).toEqual(['logs', { address: [address] }])
    live(raw(101n))
    live(raw(101n))
    live(raw(99n))
    expect(got).toEqual([91n, 99n, 101n])
    expect(scans()).toEqual([{ from: 90n, to: 100n }])
    await stop()
    expect(pool.subscriptions[0]?.open).toBe(false)
    expect(clock.sleeping).toBe(0)
  })

  it('reads the logs again when the heads leave a block out, and not for each head', async () => {
    const { clock, chain, got, head, scans, stop } = setUp()
    await clock.advance(0)
    head(101n)
    head(102n)
    await clock.advance(1_000)
    expect(scans()).toHaveLength(1)
    chain.events = [{ block: 103n }]
    head(104n)
    await clock.advance(1_000)
    expect(scans()).toHaveLength(2)
    expect(got).toEqual([103n])
    await stop()
  })

  it('leaves gaps to the next reading where heads are asked for', async () => {
    const { clock, head, scans, stop } = setUp({ websocket: false })
    await clock.advance(0)
    head(101n)
    head(105n)
    await clock.advance(1_000)
    expect(scans()).toHaveLength(1)
    await stop()
  })

  it('subscribes before it scans and holds back what comes meanwhile', async () => {
    const { clock, chain, pool, got, live, raw, stop } = setUp()
    chain.events = [{ block: 95n }]
    const answer = pool.answer
    pool.answer = (request) => {
      if (request.method === 'eth_getLogs') live(raw(101n))
      return answer(request)
    }
    await clock.advance(0)
    expect(got).toEqual([95n, 101n])
    await stop()
  })

  it('finds after a reconnect what happened while the line was down', async () => {
    const { clock, chain, pool, got, scans, stop } = setUp()
    await clock.advance(0)
    chain.head = 110n
    chain.events = [{ block: 104n }]
    pool.subscriptions[0]?.onLost()
    await clock.advance(0)
    expect(got).toEqual([104n])
    expect(pool.subscriptions.length).toBe(2)
    expect(scans().at(-1)).toEqual({ from: 93n, to: 110n })
    await stop()
  })

  it('keeps trying while nobody answers, keeps the order, and loses nothing', async () => {
    const { clock, chain, pool, got, live, raw, stop } = setUp()
    await clock.advance(0)
    chain.down = true
    pool.subscriptions[0]?.onLost()
    await clock.advance(120_000)
    live(raw(112n))
    chain.head = 112n
    chain.events = [{ block: 105n }, { block: 112n }]
    expect(got).toEqual([])
    chain.down = false
    await clock.advance(60_000)
    expect(got).toEqual([105n, 112n])
    await stop()
  })

  it('asks for the head itself after a reconnect, also when the first scan after it failed', async () => {
    const { clock, chain, pool, got, stop } = setUp()
    await clock.advance(0)
    // The tracker's line was lost as well: its head is old.
    chain.tracked = 101n
    chain.head = 110n
    chain.events = [{ block: 106n }]
    chain.down = true
    pool.subscriptions[0]?.onLost()
    await clock.advance(500)
    chain.down = false
    await clock.advance(2_000)
    expect(got).toEqual([106n])
    await stop()
  })

  it('reads again every five minutes, with one request, and finds what the subscription did not bring', async () => {
    const { clock, chain, got, pool, stop } = setUp()
    await clock.advance(0)
    const before = pool.requests.length
    chain.head = 125n
    chain.events = [{ block: 120n }]
    await clock.advance(299_000)
    expect(got).toEqual([])
    await clock.advance(1_000)
    expect(got).toEqual([120n])
    expect(pool.requests.length - before).toBe(1)
    await stop()
  })

  it('finds later, in the margin, what a lagging node did not know yet', async () => {
    const { clock, chain, got, feed, stop } = setUp()
    await clock.advance(0)
    chain.head = 110n
    chain.served = 106n
    chain.events = [{ block: 108n }]
    feed.poke()
    await clock.advance(0)
    expect(got).toEqual([])
    chain.served = null
    feed.poke()
    await clock.advance(0)
    expect(got).toEqual([108n])
    await stop()
  })

  it('takes back logs that the node reports as removed, and gives them again in their new block', async () => {
    const { clock, chain, names, live, raw, stop } = setUp()
    await clock.advance(0)
    live(raw(101n))
    live({ ...raw(101n), removed: true })
    live({ ...raw(101n), removed: true })
    chain.forks.set(101n, 1n)
    live(raw(101n))
    live({ ...raw(77n), removed: true })
    expect(names).toEqual(['+101/00', '-101/00', '+101/01'])
    await stop()
  })

  it('finds out by itself which logs a reorg took away', async () => {
    const { clock, chain, names, reorg, stop } = setUp()
    chain.events = [{ block: 97n }, { block: 99n }, { block: 99n, fork: 1n }]
    await clock.advance(0)
    for (const block of [97n, 98n, 99n, 100n]) chain.forks.set(block, 1n)
    reorg()
    await clock.advance(0)
    expect(names).toEqual(['+97/00', '+99/00', '-99/00', '-97/00', '+99/01'])
    await stop()
  })

  it('does not take back what only a lagging node does not know', async () => {
    const { clock, chain, names, feed, stop } = setUp()
    chain.events = [{ block: 99n }]
    await clock.advance(0)
    chain.served = 98n
    feed.poke()
    await clock.advance(0)
    chain.served = null
    feed.poke()
    await clock.advance(0)
    expect(names).toEqual(['+99/00'])
    await stop()
  })

  it('reads the logs again after the machine slept', async () => {
    const { clock, chain, got, stop } = setUp()
    await clock.advance(0)
    chain.head = 450n
    chain.events = [{ block: 300n }]
    const now = clock.now.bind(clock)
    // Asleep: the clock went on for 70 minutes, the timers did not.
    clock.now = () => now() + 4_200_000
    await clock.advance(15_000)
    expect(got).toEqual([300n])
    await stop()
  })

  it('ends with an error that no repetition will heal', async () => {
    const { clock, pool, stop } = setUp()
    pool.answer = () => {
      throw new AppError({ code: 'RPC_REJECTED' }, { message: 'no such filter' })
    }
    await clock.advance(0)
    expect(await stop()).toMatchObject({ code: 'RPC_REJECTED' })
  })
})

describe('createLogFeed without a websocket', () => {
  it('asks at the interval, and at once when poked', async () => {
    const { clock, chain, feed, got, scans, stop } = setUp({ websocket: false })
    await clock.advance(0)
    chain.head = 103n
    chain.events = [{ block: 102n }]
    await clock.advance(59_999)
    expect(scans().length).toBe(1)
    await clock.advance(1)
    expect(got).toEqual([102n])
    chain.head = 104n
    chain.events.push({ block: 104n })
    feed.poke()
    await clock.advance(0)
    expect(got).toEqual([102n, 104n])
    feed.setPollMs(10_000)
    await clock.advance(10_000)
    expect(scans().length).toBe(4)
    await stop()
  })

  it('needs one request each time while the head is known from elsewhere', async () => {
    const { clock, chain, pool, scans, stop } = setUp({ websocket: false })
    await clock.advance(0)
    const before = pool.requests.length
    for (let i = 0; i < 10; i++) {
      chain.head += 5n
      await clock.advance(60_000)
    }
    expect(pool.requests.length - before).toBe(10)
    expect(scans().length).toBe(11)
    await stop()
  })
})
