import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createHeadTracker } from './head-tracker.ts'
import { createLogFeed } from './log-feed.ts'
import { header } from './testing/raw-header.ts'
import { recordingLog } from './testing/recording-log.ts'
import { scriptedPool } from './testing/scripted-pool.ts'

const dayMs = 86_400_000
const blockMs = 12_000

/** Requests of a quiet day on a chain with a block every 12 s. */
async function requestsOfADay({ websocket, headsMs, logsMs }: { websocket: boolean; headsMs: number; logsMs: number }) {
  const clock = new ManualClock(0)
  const number = (): bigint => 1_000n + BigInt(Math.floor(clock.now() / blockMs))
  const pool = scriptedPool(({ method }) => (method === 'eth_getLogs' ? [] : header(number())), { websocket })
  const log = recordingLog()
  const heads = createHeadTracker({ pool, clock, log, pollMs: headsMs })
  const feed = createLogFeed({
    pool,
    heads,
    clock,
    log,
    addresses: ['0x00000000000000000000000000000000000000aa'],
    startBlock: 900n,
    pollMs: logsMs,
    onLogs: () => {},
    onRemoved: () => {}
  })
  const abort = new AbortController()
  const runs = [heads, feed].map((service) => service.run({ signal: abort.signal, ready: () => {} }).catch(() => {}))
  for (let ms = 0; ms < dayMs; ms += blockMs) {
    await clock.advance(blockMs)
    for (const { params, onMessage, open } of pool.subscriptions)
      if (open && params[0] === 'newHeads') onMessage(header(number()))
  }
  abort.abort()
  await Promise.all(runs)
  return pool.requests.length
}

describe('heads and logs of a quiet day', () => {
  it('cost next to nothing with a websocket', async () => {
    const requests = await requestsOfADay({ websocket: true, headsMs: 12_000, logsMs: 60_000 })
    expect(requests).toBeLessThanOrEqual(300)
    // The logs are read again every five minutes all the same.
    expect(requests).toBeGreaterThanOrEqual(288)
  }, 60_000)

  it('cost one request each time they are asked for without one', async () => {
    const requests = await requestsOfADay({ websocket: false, headsMs: 120_000, logsMs: 240_000 })
    expect(requests).toBeLessThanOrEqual(1_090)
    expect(requests).toBeGreaterThanOrEqual(1_000)
  }, 60_000)
})
