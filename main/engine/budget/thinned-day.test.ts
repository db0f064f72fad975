import { describe, expect, it } from 'vitest'
import { createHeadTracker } from '../chain/head-tracker.ts'
import { createLogFeed } from '../chain/log-feed.ts'
import { createRpcPool } from '../chain/rpc-pool.ts'
import { header } from '../chain/testing/raw-header.ts'
import { recordingLog } from '../chain/testing/recording-log.ts'
import { scriptedTransport } from '../chain/testing/scripted-transport.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createRpcBudget } from './rpc-budget.ts'

const midnight = Date.UTC(2026, 10, 22)
const minuteMs = 60_000
const dayMinutes = 24 * 60

/** Heads and logs of a whole day over HTTP, at the engine's pace; `exempt` says at which minutes nothing may be saved. */
async function day({ limit, exempt = () => false }: { limit?: number; exempt?: (minute: number) => boolean }) {
  const clock = new ManualClock(midnight)
  const number = (): bigint => 1_000n + BigInt(Math.floor((clock.now() - midnight) / 12_000))
  const end = scriptedTransport('https://rpc.example/secret', (method) =>
    method === 'eth_getLogs' ? [] : method === 'eth_chainId' ? '0x1' : header(number())
  )
  const limits = { credits: 'auto' as const, ...(limit !== undefined && { l1RequestsPerDay: limit }) }
  const history = { getMeta: () => null, setMeta: () => {} }
  const budget = createRpcBudget({ clock, limits, history })
  const log = recordingLog()
  const common = { role: 'l1', clock, log, defaultTimeoutMs: 5_000, expectedChainId: 1, meter: budget } as const
  const pool = createRpcPool({ ...common, urls: ['https://rpc.example/secret'], transports: () => end })
  const heads = createHeadTracker({ pool, clock, log, pollMs: 120_000 })
  const feed = createLogFeed({
    ...{ pool, heads, clock, log, pollMs: 240_000, startBlock: 900n },
    addresses: ['0x00000000000000000000000000000000000000aa'],
    onLogs: () => {},
    onRemoved: () => {}
  })
  const abort = new AbortController()
  const runs = [heads, feed].map((service) => service.run({ signal: abort.signal, ready: () => {} }).catch(() => {}))
  const stretches: number[] = []
  const used: number[] = []
  for (let minute = 0; minute < dayMinutes; minute++) {
    const { stretch } = budget.judge({ exempt: exempt(minute) })
    heads.setPollMs(120_000 * stretch)
    feed.stretch(stretch)
    stretches.push(stretch)
    await clock.advance(minute === dayMinutes - 1 ? minuteMs - 1 : minuteMs)
    used.push(budget.view().used.l1Requests)
  }
  abort.abort()
  await Promise.all(runs)
  return { used, stretches, counted: budget.view().used.l1Requests, sent: end.asked.length }
}

describe('a day of polling', () => {
  it('is counted to the last request, and not slowed without a limit', async () => {
    const { counted, sent, stretches } = await day({})
    expect(counted).toBe(sent)
    expect(counted).toBeGreaterThan(1_000)
    expect(new Set(stretches)).toEqual(new Set([1]))
  })

  it.each([900, 600, 400])('stays within a limit of %i requests', async (limit) => {
    const { counted, sent } = await day({ limit })
    expect(counted).toBe(sent)
    expect(counted).toBeLessThanOrEqual(limit)
    // What is allowed is used: nothing is slower than it has to be.
    expect(counted).toBeGreaterThan(limit * 0.7)
  })

  it('keeps its full pace in a dispute, and saves afterwards', async () => {
    const inDispute = (minute: number): boolean => minute >= 360 && minute < 600
    const { used, stretches, counted } = await day({ limit: 700, exempt: inDispute })
    expect(new Set(stretches.slice(360, 600))).toEqual(new Set([1]))
    expect((used[599] ?? 0) - (used[360] ?? 0)).toBeGreaterThan(170)
    expect(Math.max(...stretches.slice(600))).toBeGreaterThan(1.2)
    expect(counted).toBeLessThanOrEqual(700)
  })
})
