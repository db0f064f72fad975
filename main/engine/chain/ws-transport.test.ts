import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { type LocalWs, notify, reply, startLocalWs } from './testing/local-ws.ts'
import { createWsTransport } from './ws-transport.ts'

let local: LocalWs
let clock: ManualClock
let transport: ReturnType<typeof createWsTransport>
const never = new AbortController().signal
const open = (): ReturnType<typeof createWsTransport> =>
  createWsTransport({ url: local.url, clock, silenceMs: 30_000, signOfLifeMs: 5_000, maxMessageChars: 5_000 })
const ask = (method = 'eth_call', signal = never) => transport.request({ method, params: [] }, signal)
const subscribe = (onMessage: (m: unknown) => void = () => {}, onLost: () => void = () => {}) =>
  transport.subscribe?.(['newHeads'], { onMessage, onLost }, never)
const until = async (condition: () => boolean): Promise<void> => {
  for (let i = 0; !condition(); i++) {
    if (i > 500) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

beforeEach(async () => {
  local = await startLocalWs((call, socket) => reply(socket, call.id, call.method))
  clock = new ManualClock(1_000_000)
  transport = open()
})
afterEach(async () => {
  transport.close()
  await local.stop()
})

describe('createWsTransport', () => {
  it('opens one connection, at the first request, and matches answers by id', async () => {
    expect(local.connections.length).toBe(0)
    const waiting: { id: number; method: string }[] = []
    local.answer = (call, socket) => {
      waiting.push(call)
      if (waiting.length === 3) for (const one of waiting.reverse()) reply(socket, one.id, one.method)
    }
    expect(await Promise.all([ask('a'), ask('b'), ask('c')])).toEqual(['a', 'b', 'c'])
    expect(local.connections.length).toBe(1)
  })

  it('ignores answers that nobody waits for', async () => {
    local.answer = (call, socket) => {
      reply(socket, call.id + 100, 'wrong')
      reply(socket, call.id, 'right')
    }
    expect(await ask()).toBe('right')
  })

  it('gives the node its say: errors are answers', async () => {
    local.answer = (call, socket) =>
      socket.send(
        JSON.stringify({ jsonrpc: '2.0', id: call.id, error: { code: -32000, message: 'insufficient funds' } })
      )
    await expect(ask()).rejects.toMatchObject({ code: 'RPC_REJECTED', message: 'insufficient funds' })
  })

  it('rejects what was pending when the connection drops, and opens a new one for the next request', async () => {
    local.answer = (call, socket) => (call.method === 'die' ? socket.terminate() : reply(socket, call.id, 1))
    const pending = [ask('die'), ask('die')]
    for (const one of pending) await expect(one).rejects.toMatchObject({ fault: 'unreachable' })
    expect(await ask('live')).toBe(1)
    expect(local.connections.length).toBe(2)
  })

  it.each([
    ['text that is no JSON', 'hello'],
    ['a cut off message', '{"jsonrpc":"2.0","id":1,'],
    ['a huge message', `{"a":"${'x'.repeat(6_000)}"}`]
  ])('closes the connection over %s', async (_name, text) => {
    local.answer = (_call, socket) => socket.send(text)
    await expect(ask()).rejects.toMatchObject({ fault: 'bad-answer' })
  })

  it('closes the connection over a binary message', async () => {
    local.answer = (_call, socket) => socket.send(new Uint8Array([1, 2]))
    await expect(ask()).rejects.toMatchObject({ fault: 'bad-answer' })
  })

  it('hands each subscription its own messages, the one that comes with the answer too', async () => {
    let count = 0
    local.answer = (call, socket) => {
      count += 1
      reply(socket, call.id, `0x${count}`)
      notify(socket, `0x${count}`, `first of ${count}`)
    }
    const got: unknown[][] = [[], []]
    await subscribe((m) => got[0]?.push(m))
    const second = await subscribe((m) => got[1]?.push(m))
    await until(() => got[1]?.length === 1)
    const socket = local.connections[0]
    if (!socket) throw new Error('no connection')
    notify(socket, '0x1', 'more')
    notify(socket, '0x9', 'of nobody')
    await until(() => got[0]?.length === 2)
    expect(got).toEqual([['first of 1', 'more'], ['first of 2']])
    second?.unsubscribe()
    await until(() => local.calls.some((call) => call.method === 'eth_unsubscribe' && call.params[0] === '0x2'))
    notify(socket, '0x2', 'late')
    notify(socket, '0x1', 'last')
    await until(() => got[0]?.length === 3)
    expect(got[1]).toEqual(['first of 2'])
  })

  it('tells each live subscription once that the line was lost', async () => {
    local.answer = (call, socket) => reply(socket, call.id, `0x${call.id}`)
    let lost = 0
    await subscribe(undefined, () => (lost += 1))
    const gone = await subscribe(undefined, () => (lost += 100))
    gone?.unsubscribe()
    local.connections[0]?.terminate()
    await until(() => lost > 0)
    transport.close()
    expect(lost).toBe(1)
  })

  it('asks a silent line for a sign of life and drops it when none comes (half-open)', async () => {
    local.answer = (call, socket) => (call.method === 'eth_subscribe' ? reply(socket, call.id, '0x1') : undefined)
    let lost = 0
    await subscribe(undefined, () => (lost += 1))
    await clock.advance(29_999)
    expect(local.calls.length).toBe(1)
    await clock.advance(1)
    await until(() => local.calls.length === 2)
    expect(local.calls[1]?.method).toBe('eth_chainId')
    expect(lost).toBe(0)
    await clock.advance(5_000)
    expect(lost).toBe(1)
    expect(clock.sleeping).toBe(0)
  })

  it('leaves a line alone that answers or brings messages', async () => {
    local.answer = (call, socket) => reply(socket, call.id, '0x1')
    let lost = 0
    let got = 0
    await subscribe(
      () => (got += 1),
      () => (lost += 1)
    )
    for (let i = 0; i < 5; i++) {
      await clock.advance(20_000)
      if (local.connections[0]) notify(local.connections[0], '0x1', i)
      await until(() => got === i + 1)
    }
    expect(local.calls.length).toBe(1)
    await clock.advance(30_000)
    await until(() => local.calls.length === 2)
    await ask()
    await clock.advance(6_000)
    expect(lost).toBe(0)
  })

  it('opens again with growing pauses while the endpoint is away', async () => {
    await local.stop()
    const faults: string[] = []
    for (let i = 0; i < 4; i++) faults.push(await ask().then(String, (e: Error) => e.message))
    expect(faults.filter((f) => f.includes('waiting'))).toHaveLength(2)
    await clock.advance(1_000)
    expect(await ask().then(String, (e: Error) => e.message)).toContain('refused')
    await clock.advance(1_000)
    expect(await ask().then(String, (e: Error) => e.message)).toContain('waiting')
  })

  it('ends a request when its signal fires, also while the connection is being opened', async () => {
    const abort = new AbortController()
    const asked = ask('eth_call', abort.signal)
    abort.abort()
    await expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
    local.answer = () => {}
    const second = new AbortController()
    const hanging = ask('eth_call', second.signal)
    await until(() => local.calls.length > 0)
    second.abort()
    await expect(hanging).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it('gives up on a connection that does not open, and tries anew', async () => {
    const mute = createServer(() => {})
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as AddressInfo
    transport = createWsTransport({ url: `ws://127.0.0.1:${port}`, clock, openMs: 3_000 })
    const asked = expect(ask()).rejects.toMatchObject({ fault: 'timeout' })
    await clock.advance(3_000)
    await asked
    const again = expect(ask()).rejects.toMatchObject({ fault: 'timeout' })
    await clock.advance(3_000)
    await again
    mute.close()
  })

  it('stays closed', async () => {
    await ask()
    transport.close()
    await expect(ask()).rejects.toMatchObject({ code: 'ABORTED' })
  })
})
