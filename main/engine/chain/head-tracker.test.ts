import { describe, expect, it } from 'vitest'
import type { Head } from '../../../shared/domain/snapshot.ts'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createHeadTracker, type Reorg } from './head-tracker.ts'
import { header } from './testing/raw-header.ts'
import { recordingLog } from './testing/recording-log.ts'
import { scriptedPool } from './testing/scripted-pool.ts'

function setUp({ websocket = false } = {}) {
  const clock = new ManualClock(1_000_000)
  const chain = { number: 100n, fork: 0n, down: false }
  const pool = scriptedPool(
    () => {
      if (chain.down) throw new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
      return header(chain.number, chain.fork)
    },
    { websocket }
  )
  const tracker = createHeadTracker({
    pool,
    clock,
    log: recordingLog(),
    pollMs: 12_000,
    silenceMs: 60_000,
    haltedAfterSec: 300
  })
  const heads: bigint[] = []
  const reorgs: Reorg[] = []
  tracker.onHead((head: Head) => heads.push(head.number))
  tracker.onReorg((reorg) => reorgs.push(reorg))
  const abort = new AbortController()
  let readied = 0
  const running = tracker.run({ signal: abort.signal, ready: () => (readied += 1) }).catch((error: unknown) => error)
  const stop = async () => {
    abort.abort()
    return running
  }
  return {
    clock,
    chain,
    pool,
    tracker,
    heads,
    reorgs,
    stop,
    readied: () => readied,
    requests: () => pool.requests.length
  }
}

describe('createHeadTracker without a websocket', () => {
  it('asks at the interval, tells each new head once, and is ready with the first', async () => {
    const { clock, chain, heads, requests, readied, stop, tracker } = setUp()
    await clock.advance(0)
    expect(readied()).toBe(1)
    expect(tracker.head()).toMatchObject({ number: 100n, seenAtMs: 1_000_000 })
    await clock.advance(12_000)
    chain.number = 102n
    await clock.advance(12_000)
    expect(heads).toEqual([100n, 102n])
    expect(requests()).toBe(3)
    expect(await stop()).toMatchObject({ code: 'ABORTED' })
    expect(clock.sleeping).toBe(0)
  })

  it('asks less often when told to, at once', async () => {
    const { clock, tracker, requests, stop } = setUp()
    tracker.setPollMs(120_000)
    await clock.advance(24 * 3_600_000)
    expect(requests()).toBeLessThanOrEqual(722)
    tracker.setPollMs(1_000)
    const before = requests()
    await clock.advance(10_000)
    expect(requests() - before).toBeGreaterThanOrEqual(9)
    await stop()
  })

  it('keeps trying with pauses when nobody answers, and says since when there is no new head', async () => {
    const { clock, chain, tracker, requests, readied, stop } = setUp()
    chain.down = true
    await clock.advance(299_000)
    expect(tracker.staleSinceMs()).toBeNull()
    await clock.advance(1_000)
    expect(tracker.staleSinceMs()).toBe(1_000_000)
    expect(requests()).toBeLessThan(40)
    chain.down = false
    chain.number = 130n
    await clock.advance(30_000)
    expect(tracker.staleSinceMs()).toBeNull()
    expect(readied()).toBeGreaterThan(0)
    await stop()
  })

  it('tells of a reorg, and of the new head after it', async () => {
    const { clock, chain, heads, reorgs, stop } = setUp()
    await clock.advance(0)
    chain.fork = 1n
    chain.number = 101n
    await clock.advance(12_000)
    expect(reorgs).toMatchObject([{ from: { number: 100n }, to: { number: 101n } }])
    expect(heads).toEqual([100n, 101n])
    await stop()
  })

  it('ends with an error that no repetition will heal', async () => {
    const clock = new ManualClock()
    const pool = scriptedPool(() => {
      throw new AppError({ code: 'RPC_WRONG_CHAIN' })
    })
    const tracker = createHeadTracker({ pool, clock, log: recordingLog() })
    await expect(tracker.run({ signal: new AbortController().signal, ready: () => {} })).rejects.toMatchObject({
      code: 'RPC_WRONG_CHAIN'
    })
  })
})

describe('createHeadTracker with a websocket', () => {
  it('lives on the subscription: a day costs one request', async () => {
    const { clock, pool, heads, requests, stop } = setUp({ websocket: true })
    await clock.advance(0)
    for (let n = 101n; n < 101n + 7_200n; n++) {
      await clock.advance(12_000)
      pool.subscriptions[0]?.onMessage(header(n))
    }
    expect(heads.length).toBe(7_201)
    expect(requests()).toBe(1)
    await stop()
    expect(pool.subscriptions[0]?.open).toBe(false)
  }, 60_000)

  it('subscribes again at once when the line is lost', async () => {
    const { clock, chain, pool, heads, stop } = setUp({ websocket: true })
    await clock.advance(5_000)
    chain.number = 101n
    pool.subscriptions[0]?.onLost()
    await clock.advance(0)
    expect(pool.subscriptions.length).toBe(2)
    expect(heads).toEqual([100n, 101n])
    await stop()
  })

  it('asks when the subscription is silent, and makes a new one when the chain went on without it', async () => {
    const { clock, chain, pool, heads, requests, stop } = setUp({ websocket: true })
    await clock.advance(60_000)
    expect(requests()).toBe(2)
    expect(pool.subscriptions.length).toBe(1)
    chain.number = 105n
    await clock.advance(60_000)
    expect(pool.subscriptions.map((s) => s.open)).toEqual([false, true])
    expect(heads).toEqual([100n, 105n])
    await stop()
  })
})
