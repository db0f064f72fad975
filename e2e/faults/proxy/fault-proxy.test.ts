import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type LocalHttp, startLocalHttp } from '../../../main/engine/chain/testing/local-http.ts'
import { type LocalWs, notify, reply, startLocalWs } from '../../../main/engine/chain/testing/local-ws.ts'
import type { Fault, Plan } from './fault.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

let node: LocalHttp
let socketNode: LocalWs
let proxy: FaultProxy
let asked: string[]

beforeEach(async () => {
  asked = []
  node = await startLocalHttp(({ id, method }, response) => {
    asked.push(method)
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: `${method} answered` }))
  })
  socketNode = await startLocalWs(({ id }, socket) => reply(socket, id, '0xfeed'))
  proxy = await startFaultProxy({ httpUrl: node.url, wsUrl: socketNode.url }, { seed: 7 })
})
afterEach(async () => {
  await proxy.stop()
  await socketNode.stop()
  await node.stop()
})

const send = (method = 'eth_call', signal: AbortSignal = AbortSignal.timeout(5_000)): Promise<Response> =>
  fetch(proxy.httpUrl, { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 5, method, params: [] }), signal })
const answer = async (method?: string): Promise<unknown> => (await send(method)).json()
const inject = (fault: Fault, plan: Partial<Plan> = {}) => proxy.inject({ fault, ...plan })

describe('a fault proxy by HTTP', () => {
  it('passes on what it is not told to break, one by one and in batches', async () => {
    expect(await answer('eth_chainId')).toEqual({ jsonrpc: '2.0', id: 5, result: 'eth_chainId answered' })
    const batch = ['a', 'b'].map((method, id) => ({ jsonrpc: '2.0', id, method, params: [] }))
    const response = await fetch(proxy.httpUrl, { method: 'POST', body: JSON.stringify(batch) })
    expect(await response.json()).toMatchObject([
      { id: 0, result: 'a answered' },
      { id: 1, result: 'b answered' }
    ])
    expect(proxy.passed().map(({ method, by, fault }) => [method, by, fault])).toEqual([
      ['eth_chainId', 'http', null],
      ['a', 'http', null],
      ['b', 'http', null]
    ])
  })

  it.each([
    [429, 30],
    [402, undefined],
    [503, undefined]
  ])('answers %d', async (status, retryAfterSec) => {
    inject({ kind: 'status', status, ...(retryAfterSec !== undefined && { retryAfterSec }) })
    const response = await send()
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfterSec ? '30' : null])
    expect(asked).toEqual([])
  })

  it.each<[Fault, RegExp]>([
    [{ kind: 'empty' }, /^$/],
    [{ kind: 'html' }, /^<!doctype html>/],
    [{ kind: 'truncated' }, /^\{"jsonrpc"[^}]*$/],
    [{ kind: 'wrong-id' }, /"id":987654321/]
  ])('sends a body that is none: %j', async (fault, body) => {
    inject(fault)
    expect(await (await send()).text()).toMatch(body)
  })

  it.each<Fault>([{ kind: 'time-out' }, { kind: 'lost-answer' }])('says nothing: %j', async (fault) => {
    inject(fault)
    await expect(send('eth_call', AbortSignal.timeout(150))).rejects.toThrow(/abort|timeout/i)
    expect(asked).toEqual(fault.kind === 'lost-answer' ? ['eth_call'] : [])
  })

  it('falls silent in the middle of an answer', async () => {
    inject({ kind: 'hung-socket' })
    const reader = (await send('eth_call', AbortSignal.timeout(300))).body?.getReader()
    expect(String.fromCharCode(...((await reader?.read())?.value ?? []))).toMatch(/^\{"jsonrpc"/)
    await expect(reader?.read()).rejects.toThrow()
  })

  it('hangs up', async () => {
    inject({ kind: 'hang-up' })
    await expect(send()).rejects.toThrow(/fetch failed/)
  })

  it('drips, and the whole answer comes in the end', async () => {
    inject({ kind: 'slow-drip', everyMs: 1 })
    expect(await answer()).toMatchObject({ result: 'eth_call answered' })
  })

  it('sends as much as it is told to, or until the asker goes', async () => {
    inject({ kind: 'huge', bytes: 2_000_000 }, { calls: 1 })
    expect((await (await send()).text()).length).toBeGreaterThan(2_000_000)
    inject({ kind: 'huge' })
    const endless = await send()
    await endless.body?.cancel()
    expect(endless.status).toBe(200)
  })

  it('answers in the words of another node, with or without doing what was asked', async () => {
    const error = { code: -32000, message: 'already known' }
    inject({ kind: 'error', error }, { calls: 1 })
    expect([await answer(), asked]).toEqual([{ jsonrpc: '2.0', id: 5, error }, []])
    inject({ kind: 'error', error: ({ method }) => ({ code: 1, message: method }), done: true })
    expect([await answer(), asked]).toMatchObject([{ error: { code: 1, message: 'eth_call' } }, ['eth_call']])
  })

  it('changes answers and questions', async () => {
    inject({ kind: 'edit', edit: async ({ result, ask }) => [result, await ask('other', [])] }, { calls: 1 })
    expect(await answer()).toMatchObject({ result: ['eth_call answered', 'other answered'] })
    inject({ kind: 'rewrite', rewrite: ({ params }) => ({ method: 'eth_other', params }) })
    expect(await answer()).toMatchObject({ result: 'eth_other answered' })
  })
})

describe('a fault proxy by websocket', () => {
  const opened = async (): Promise<{ socket: WebSocket; heard: string[]; closed: () => boolean }> => {
    const socket = new WebSocket(proxy.wsUrl)
    const heard: string[] = []
    let closed = false
    socket.on('message', (data) => heard.push(String(data)))
    socket.on('close', () => {
      closed = true
    })
    socket.on('error', () => {})
    await expect.poll(() => socket.readyState === socket.OPEN || closed).toBe(true)
    return { socket, heard, closed: () => closed }
  }
  const ask = (socket: WebSocket, method: string): void =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 9, method, params: [] }))

  it('passes calls and subscriptions on, and breaks both', async () => {
    const { socket, heard, closed } = await opened()
    ask(socket, 'eth_call')
    await expect.poll(() => heard.at(-1)).toContain('eth_call answered')
    ask(socket, 'eth_subscribe')
    await expect.poll(() => heard.at(-1)).toContain('0xfeed')
    const [far] = socketNode.connections
    if (!far) throw new Error('nobody came')
    notify(far, '0xfeed', 'first')
    await expect.poll(() => heard.at(-1)).toContain('first')
    proxy.muteSubscriptions()
    notify(far, '0xfeed', 'second')
    ask(socket, 'eth_chainId')
    await expect.poll(() => heard.at(-1)).toContain('eth_chainId answered')
    expect(heard.join('')).not.toContain('second')
    proxy.mendSockets()
    notify(far, '0xfeed', 'third')
    await expect.poll(() => heard.at(-1)).toContain('third')
    inject({ kind: 'wrong-id' }, { calls: 1 })
    ask(socket, 'eth_call')
    await expect.poll(() => heard.at(-1)).toContain('987654321')
    proxy.cutSockets()
    await expect.poll(closed).toBe(true)
    expect((await opened()).closed()).toBe(true)
    expect(proxy.sockets()).toBe(0)
    proxy.mendSockets()
    expect((await opened()).closed()).toBe(false)
  })

  it.each<Fault>([{ kind: 'status', status: 429 }, { kind: 'hang-up' }])('closes the line for %j', async (fault) => {
    const { socket, closed } = await opened()
    inject(fault)
    ask(socket, 'eth_call')
    await expect.poll(closed).toBe(true)
    expect(asked).toEqual([])
  })
})
