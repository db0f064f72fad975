import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { AbortedError } from '../../../shared/errors.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { EndpointError, RpcRejectedError } from './rpc-error.ts'
import { createRpcPool, type RpcPoolOptions } from './rpc-pool.ts'
import { recordingLog } from './testing/recording-log.ts'
import { type Behaviour, hang, scriptedTransport } from './testing/scripted-transport.ts'

const answer =
  (value: unknown): Behaviour =>
  () =>
    value
const broken: Behaviour = () => {
  throw new EndpointError('unreachable', 'connection refused')
}
const limited =
  (retryAfterMs: number | null): Behaviour =>
  () => {
    throw new EndpointError('limited', 'too many requests', { retryAfterMs })
  }
const rejecting =
  (message: string, elsewhere = false): Behaviour =>
  (method) => {
    throw new RpcRejectedError({ method, rpcCode: -32000, message, data: null, elsewhere, retryable: elsewhere })
  }

function setUp(behaviours: Behaviour[], more: Partial<RpcPoolOptions> = {}) {
  const clock = new ManualClock(1_000_000)
  const log = recordingLog()
  const urls = behaviours.map((_, i) => `https://node${i}.example/key-${i}-secret`)
  const ends = urls.map((url, i) => scriptedTransport(url, behaviours[i] as Behaviour))
  const transports = (url: string) => ends[urls.indexOf(url)] as (typeof ends)[number]
  const pool = createRpcPool({
    role: 'l1',
    urls,
    clock,
    log,
    defaultTimeoutMs: 5_000,
    transports,
    jitter: () => 1,
    ...more
  })
  const ask = (method = 'eth_blockNumber') => pool.request({ method, params: [], reason: 'head' })
  return { clock, log, pool, ask, ends, states: () => pool.endpoints().map((e) => e.state) }
}

describe('createRpcPool', () => {
  it('asks the first endpoint while it answers and counts by reason', async () => {
    const metered: unknown[] = []
    const meter = { count: (call: unknown) => void metered.push(call) }
    const { pool, ask, ends } = setUp([answer('0x1'), answer('0x2')], { meter })
    expect(await ask()).toBe('0x1')
    await pool.request({ method: 'eth_getLogs', params: [], reason: 'logs' })
    expect(ends.map((e) => e.asked.length)).toEqual([2, 0])
    expect(pool.meter()).toEqual({ head: 1, logs: 1 })
    expect(metered).toEqual([
      { kind: 'request', role: 'l1', origin: 'https://node0.example', method: 'eth_blockNumber', reason: 'head' },
      { kind: 'request', role: 'l1', origin: 'https://node0.example', method: 'eth_getLogs', reason: 'logs' }
    ])
    expect(pool.endpoints()[0]).toMatchObject({
      origin: 'https://node0.example',
      state: 'up',
      requests: 2,
      failures: 0
    })
    expect(pool.endpoints()[1]).toMatchObject({ state: 'unknown', latencyMs: null })
  })

  it('fails over at once within the same request, without a wait', async () => {
    const { ask, clock, ends } = setUp([broken, answer('0x2')])
    expect(await ask()).toBe('0x2')
    expect(clock.now()).toBe(1_000_000)
    expect(ends.map((e) => e.asked.length)).toEqual([1, 1])
  })

  it('asks the next endpoint beside a silent one after 1.5 s and takes the first answer', async () => {
    const { ask, clock, states } = setUp([hang, answer('0x2')])
    const asked = ask()
    await clock.advance(1_499)
    expect(states()[1]).toBe('unknown')
    await clock.advance(1)
    expect(await asked).toBe('0x2')
    expect(states()).toEqual(['degraded', 'up'])
  })

  it('still takes the silent one when it is the first to answer after all', async () => {
    let release: (value: unknown) => void = () => {}
    const slow: Behaviour = () => new Promise((resolve) => (release = resolve))
    const { ask, clock, pool } = setUp([slow, hang])
    const asked = ask()
    await clock.advance(2_000)
    release('0x1')
    expect(await asked).toBe('0x1')
    expect(pool.endpoints().map((e) => e.failures)).toEqual([0, 0])
  })

  it('asks one provider alone where its own word is wanted, also when it is the second', async () => {
    const { pool, ends } = setUp([answer('0x1'), answer('0x2')])
    const at = (host: string) => pool.request({ method: 'eth_blockNumber', params: [], reason: 'tx', host })
    expect([await at('node1.example'), await at('node0.example')]).toEqual(['0x2', '0x1'])
    expect(ends.map((e) => e.asked.length)).toEqual([1, 1])
    await expect(at('node2.example')).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' })
  })

  it('passes the answer of the chain on and asks nobody else', async () => {
    const { ask, ends, states } = setUp([rejecting('nonce too low'), answer('0x2')])
    await expect(ask()).rejects.toMatchObject({ code: 'RPC_REJECTED', message: 'nonce too low', retryable: false })
    expect(ends[1]?.asked).toEqual([])
    expect(states()[0]).toBe('up')
  })

  it('asks elsewhere what one node cannot say, and reports its words when nobody can', async () => {
    const one = setUp([rejecting('missing trie node', true), answer('0x2')])
    expect(await one.ask()).toBe('0x2')
    const two = setUp([rejecting('missing trie node', true), rejecting('header not found', true)])
    await expect(two.ask()).rejects.toMatchObject({ code: 'RPC_REJECTED', message: 'missing trie node' })
  })

  it.each([
    ['RPC_TIMEOUT', hang],
    ['RPC_UNAVAILABLE', broken],
    ['RPC_BAD_ANSWER', () => Promise.reject(new EndpointError('bad-answer', 'empty answer'))]
  ] as const)('says %s when that is what all endpoints do', async (code, behaviour) => {
    const { ask, clock } = setUp([behaviour, behaviour])
    const failed = expect(ask()).rejects.toMatchObject({ code, retryable: true })
    await clock.advance(10_000)
    await failed
  })

  it('names every endpoint by origin when all fail, and never a key', async () => {
    const { ask, log } = setUp([broken, limited(null)])
    const error = await ask().catch((e: unknown) => e as Error)
    expect(String(error)).toContain('https://node0.example: connection refused')
    expect(String(error)).toContain('https://node1.example: too many requests')
    expect(`${String(error)}${JSON.stringify(error)}${JSON.stringify(log.lines)}`).not.toContain('secret')
  })

  it('leaves an endpoint alone after two failures in a row, probes it with growing pauses, and comes back after two good probes', async () => {
    const { ask, clock, ends, states, log } = setUp([broken, answer('0x2')])
    await ask()
    await ask()
    expect(states()).toEqual(['down', 'up'])
    expect(ends[0]?.asked.length).toBe(2)
    await ask()
    expect(ends[0]?.asked.length).toBe(2)
    await clock.advance(2_000)
    await ask()
    await clock.advance(0)
    expect(ends[0]?.asked.length).toBe(3)
    await clock.advance(2_000)
    await ask()
    expect(ends[0]?.asked.length).toBe(3)
    await clock.advance(2_000)
    if (ends[0]) ends[0].behaviour = answer('0x1')
    await ask()
    await clock.advance(0)
    expect(states()[0]).toBe('down')
    expect(await ask()).toBe('0x2')
    await clock.advance(5_000)
    await ask()
    await clock.advance(0)
    expect(states()[0]).toBe('up')
    expect(await ask()).toBe('0x1')
    expect(log.lines.map((l) => l.event)).toEqual(['rpc.endpoint-down', 'rpc.endpoint-up'])
  })

  it('does not flap: an endpoint that falls again soon after its return is left alone for longer', async () => {
    const { ask, clock, ends, states } = setUp([broken, answer('0x2')])
    const first = ends[0] as (typeof ends)[number]
    let switches = 0
    let last = 'up'
    for (let second = 0; second < 1_200; second++) {
      // Answers probes, fails every real request: the worst kind.
      first.behaviour = (method) =>
        method === 'eth_blockNumber' ? '0x1' : broken(method, [], new AbortController().signal)
      await ask('eth_call')
      await clock.advance(1_000)
      const now = states()[0] === 'down' ? 'down' : 'up'
      if (now !== last) switches += 1
      last = now
    }
    expect(switches).toBeLessThan(24)
    expect(first.asked.length).toBeLessThan(60)
  })

  it('honours Retry-After: nothing is sent there until then, and a lone endpoint fails fast', async () => {
    const { ask, clock, ends } = setUp([limited(30_000)])
    await expect(ask()).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE', meta: { retryAfterMs: 30_000 } })
    await clock.advance(29_000)
    await expect(ask()).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE', meta: { retryAfterMs: 1_000 } })
    expect(ends[0]?.asked.length).toBe(1)
    if (ends[0]) ends[0].behaviour = answer('0x1')
    await clock.advance(1_000)
    expect(await ask()).toBe('0x1')
  })

  it('asks endpoints that are down as a last resort, and takes the one that answers back at once', async () => {
    const { ask, ends, states } = setUp([broken, broken])
    await ask().catch(() => {})
    await ask().catch(() => {})
    expect(states()).toEqual(['down', 'down'])
    if (ends[1]) ends[1].behaviour = answer('0x2')
    expect(await ask()).toBe('0x2')
    expect(states()).toEqual(['down', 'up'])
  })

  it('refuses an endpoint of another chain before its first answer is used', async () => {
    const chain =
      (id: string): Behaviour =>
      (method) =>
        method === 'eth_chainId' ? id : `from ${id}`
    const { ask, pool } = setUp([chain('0x5'), chain('0x1')], { expectedChainId: 1 })
    expect(await ask()).toBe('from 0x1')
    expect(pool.endpoints().map((e) => e.state)).toEqual(['down', 'up'])
    const alone = setUp([chain('0x5')], { expectedChainId: 1 })
    await expect(alone.ask()).rejects.toMatchObject({ code: 'RPC_WRONG_CHAIN', retryable: false })
    expect(alone.ends[0]?.asked).toEqual(['eth_chainId'])
  })

  it('finds the endpoint that is behind, asks another one, and takes it back when it has caught up', async () => {
    const block = (number: number): Behaviour => {
      return () => ({ number: `0x${number.toString(16)}`, timestamp: `0x${(number * 12).toString(16)}` })
    }
    const nowBlock = Math.floor(1_000_000 / 12_000)
    const { pool, clock, ends, states, log } = setUp([block(nowBlock - 20), block(nowBlock), block(nowBlock - 1)])
    const head = () => pool.request({ method: 'eth_getBlockByNumber', params: ['latest', false], reason: 'head' })
    expect(await head()).toMatchObject({ number: `0x${nowBlock.toString(16)}` })
    expect(states()).toEqual(['down', 'up', 'up'])
    expect(log.lines[0]).toMatchObject({
      event: 'rpc.endpoint-down',
      fields: { fault: 'stale', detail: '20 blocks (240 s) behind' }
    })
    await clock.advance(2_000)
    await head()
    await clock.advance(30_000)
    await head()
    await clock.advance(0)
    expect(states()[0]).toBe('down')
    if (ends[0]) ends[0].behaviour = block(nowBlock)
    for (let i = 0; i < 4; i++) {
      await clock.advance(6_000)
      await head()
    }
    expect(states()[0]).toBe('up')
  })

  it('compares heads at most once a minute when the chain stands still, and blames nobody', async () => {
    const old: Behaviour = () => ({ number: '0x1', timestamp: '0x10' })
    const { pool, clock, ends, states } = setUp([old, old])
    for (let i = 0; i < 100; i++) {
      await pool.request({ method: 'eth_getBlockByNumber', params: ['latest', false], reason: 'head' })
      await clock.advance(6_000)
    }
    expect(states()).toEqual(['up', 'up'])
    expect(ends[0]?.asked.length).toBe(100)
    expect(ends[1]?.asked.length).toBe(10)
  })

  it('ends at once when the caller gives up, and blames nobody', async () => {
    const { pool, clock, states } = setUp([hang, hang])
    const abort = new AbortController()
    const asked = pool.request({ method: 'eth_call', params: [], reason: 'state', signal: abort.signal })
    await clock.advance(1_600)
    abort.abort()
    await expect(asked).rejects.toBeInstanceOf(AbortedError)
    await clock.advance(0)
    expect(states()).toEqual(['unknown', 'unknown'])
    expect(clock.sleeping).toBe(0)
  })

  it('leaves neither timers nor listeners behind, however requests end', async () => {
    const { pool, clock } = setUp([broken, rejecting('nonce too low'), answer(1)])
    const { signal } = new AbortController()
    for (let i = 0; i < 500; i++)
      await pool.request({ method: 'eth_call', params: [], reason: 'state', signal }).catch(() => {})
    await clock.advance(0)
    expect(clock.sleeping).toBe(0)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('says what to do when there is no endpoint, and refuses an address that is none', async () => {
    await expect(setUp([]).ask()).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE', retryable: false })
    const clock = new ManualClock()
    const options = { role: 'l1' as const, clock, log: recordingLog(), defaultTimeoutMs: 1 }
    expect(() => createRpcPool({ ...options, urls: ['ftp://user:pass@x'] })).toThrow(/not an http/)
    expect(() => createRpcPool({ ...options, urls: ['secret text'] })).toThrow(/not an http/)
  })

  it('has no subscriptions where no endpoint is a websocket', async () => {
    expect(await setUp([answer(1)]).pool.subscribe(['newHeads'], { onMessage: () => {}, onLost: () => {} })).toBeNull()
  })

  it('serves nobody after close, and ends what was under way', async () => {
    const { pool, ask } = setUp([hang])
    const asked = ask()
    pool.close()
    await expect(asked).rejects.toBeInstanceOf(AbortedError)
    await expect(ask()).rejects.toBeInstanceOf(AbortedError)
  })
})
