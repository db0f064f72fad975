import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Address, Hex } from '../../../shared/domain/hex.ts'
import { type Anvil, startAnvil } from '../../practice/anvil.ts'
import { systemClock } from '../runtime/clock.ts'
import { createHeadTracker, type Reorg, type RunningHeadTracker } from './head-tracker.ts'
import { createLogFeed, type LogFeed } from './log-feed.ts'
import { createRpcPool } from './rpc-pool.ts'
import { type CuttableProxy, startCuttableProxy } from './testing/cuttable-proxy.ts'
import { recordingLog } from './testing/recording-log.ts'
import type { ChainLog, RpcPool } from './types.ts'
import { createWsTransport } from './ws-transport.ts'

const sender: Address = '0x00000000000000000000000000000000000000f1'
const emitter: Address = '0x00000000000000000000000000000000000000e1'
/** Emits one log whose topic is the first word of the call. */
const emitterCode = '0x60003560006000a100'

let anvil: Anvil
let proxy: CuttableProxy
const cleanUps: (() => Promise<unknown> | unknown)[] = []

beforeAll(async () => {
  anvil = await startAnvil({ chainId: 901, timestampSec: Math.floor(Date.now() / 1000) - 1_000, keptStates: 200 })
  await anvil.rpc('anvil_setCode', [emitter, emitterCode])
  await anvil.rpc('anvil_setBalance', [sender, '0x56bc75e2d63100000'])
  await anvil.rpc('anvil_impersonateAccount', [sender])
})
afterAll(() => anvil?.stop())
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const word = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`
const mine = async (blocks = 1): Promise<void> => {
  for (let i = 0; i < blocks; i++) await anvil.rpc('evm_mine')
}
/** One event per block. */
const emit = async (...values: number[]): Promise<void> => {
  for (const n of values) {
    await anvil.rpc('eth_sendTransaction', [{ from: sender, to: emitter, data: word(n), gas: '0x186a0' }])
    await mine()
  }
}
const until = async (what: () => string | boolean): Promise<void> => {
  for (let i = 0; what() !== true; i++) {
    if (i > 1_000) throw new Error(`it did not happen: ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

type Line = {
  pool: RpcPool
  heads: RunningHeadTracker
  feed: LogFeed
  got: number[]
  events: string[]
  reorgs: Reorg[]
}

async function follow({ websocket = true } = {}): Promise<Line> {
  proxy = await startCuttableProxy(anvil.port)
  const urls = websocket ? [`ws://127.0.0.1:${proxy.port}`, anvil.httpUrl] : [anvil.httpUrl]
  const clock = systemClock
  const base = { role: 'l1' as const, urls, clock, log: recordingLog(), defaultTimeoutMs: 4_000 }
  const transports = (url: string) => createWsTransport({ url, clock, silenceMs: 300, signOfLifeMs: 200, openMs: 300 })
  const plain = createRpcPool(base)
  const pool = websocket ? createRpcPool({ ...base, urls: urls.slice(0, 1), transports }) : plain
  const heads = createHeadTracker({ pool, clock, log: base.log, pollMs: 100, silenceMs: 2_000 })
  const got: number[] = []
  const events: string[] = []
  const numberOf = (log: ChainLog): number => Number(log.topics[0])
  const startBlock = BigInt(await anvil.rpc<string>('eth_blockNumber')) + 1n
  const feed = createLogFeed({
    pool,
    heads,
    clock,
    log: base.log,
    addresses: [emitter],
    startBlock,
    pollMs: 200,
    recheckMs: 60_000,
    onLogs(logs) {
      got.push(...logs.map(numberOf))
      events.push(...logs.map((log) => `+${numberOf(log)}`))
    },
    onRemoved(logs) {
      for (const log of logs) got.splice(got.indexOf(numberOf(log)), 1)
      events.push(...logs.map((log) => `-${numberOf(log)}`))
    }
  })
  const reorgs: Reorg[] = []
  heads.onReorg((reorg) => reorgs.push(reorg))
  const abort = new AbortController()
  let ready = 0
  const runs = [heads, feed].map((service) =>
    service.run({ signal: abort.signal, ready: () => (ready += 1) }).catch((error: { code: string }) => error.code)
  )
  cleanUps.push(async () => {
    abort.abort()
    expect(await Promise.all(runs)).toEqual(['ABORTED', 'ABORTED'])
    pool.close()
    plain.close()
    await proxy.stop()
  })
  await until(() => ready >= 2)
  return { pool, heads, feed, got, events, reorgs }
}

describe.each([
  ['websocket', true],
  ['polling', false]
])('heads and logs of a real node, by %s', (_name, websocket) => {
  it('come in order, each once', async () => {
    const { heads, got, events } = await follow({ websocket })
    await emit(1, 2, 3)
    await until(() => got.length === 3 || String(got))
    expect(events).toEqual(['+1', '+2', '+3'])
    const head = await anvil.rpc<{ number: string; hash: string; timestamp: string }>('eth_getBlockByNumber', [
      'latest',
      false
    ])
    await until(() => heads.head()?.number === BigInt(head.number))
    expect(heads.head()).toMatchObject({ hash: head.hash, timestampSec: Number(head.timestamp) })
    expect(heads.chainNowSec()).toBeGreaterThanOrEqual(Number(head.timestamp))
  })

  it.each([1, 3, 10])(
    'survive a reorg of %i blocks: what it took is taken back, what it brought is brought',
    async (depth) => {
      const { got, events, reorgs } = await follow({ websocket })
      await emit(7)
      await mine(12)
      await emit(8)
      await until(() => got.length === 2 || String(got))
      await mine(depth - 1)
      await until(() => got.length === 2)
      const lost = { from: sender, to: emitter, data: word(9), gas: '0x186a0' }
      await anvil.rpc('anvil_reorg', [depth, [[lost, 0]]])
      await mine()
      await until(() => (got.includes(9) && !got.includes(8)) || String(got))
      expect(got).toEqual([7, 9])
      expect(events.filter((event) => event === '+7')).toEqual(['+7'])
      expect(events.filter((event) => event === '-8')).toEqual(['-8'])
      // Asking from time to time skips heads, and with them perhaps the one that was replaced.
      if (websocket) expect(reorgs.length).toBeGreaterThan(0)
      await emit(10)
      await until(() => got.includes(10) || String(got))
      expect(new Set(events).size).toBe(events.length)
    }
  )
})

describe('a websocket line that breaks', () => {
  it('and comes back: events of the meantime are found, in order', async () => {
    const { got, events } = await follow()
    await emit(1)
    await until(() => got.length === 1)
    proxy.cut()
    await emit(2, 3)
    proxy.restore()
    await emit(4)
    await until(() => got.length === 4 || String(got))
    expect(events).toEqual(['+1', '+2', '+3', '+4'])
  })

  it('silently (half-open) is noticed and replaced', async () => {
    const { got, events } = await follow()
    await emit(1)
    await until(() => got.length === 1)
    proxy.freeze()
    await emit(2)
    await new Promise((resolve) => setTimeout(resolve, 700))
    proxy.restore()
    await emit(3)
    await until(() => got.length === 3 || String(got))
    expect(events).toEqual(['+1', '+2', '+3'])
  })
})
