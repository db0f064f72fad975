import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { Secret } from '../../shared/secret.ts'
import type { ProofStore } from '../engine/prover/proof-store.ts'
import { createProofProxy } from '../engine/prover/proxy/create-proof-proxy.ts'
import { memoryProofStore } from '../engine/prover/testing/memory-proof-store.ts'
import { systemClock } from '../engine/runtime/clock.ts'
import { postText } from '../net/post-text.ts'
import { type ProxyServerOptions, serveProofProxy } from './serve-proof-proxy.ts'
import { fakeProof, startProofService } from './testing/proof-service.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function setup(over: Partial<ProxyServerOptions> & { store?: ProofStore; keepMs?: number } = {}) {
  const { store = memoryProofStore(), keepMs, ...server } = over
  const service = await startProofService()
  let uses = 0
  const proxy = createProofProxy({
    use: async ({ signal }, work) => {
      uses += 1
      return work(service.url, signal)
    },
    ...{ post: postText, store, clock: systemClock, log, timeoutMs: 20_000 },
    limits: {
      ...(keepMs !== undefined && { keepMs }),
      backoff: { baseMs: 5, maxMs: 5, resetAfterMs: 0, jitter: () => 1 }
    }
  })
  const served = await serveProofProxy({
    ...{ proxy, ec2Running: () => true, port: 0, token: null, clock: systemClock, log },
    ...server
  })
  open.push(
    () => service.stop(),
    () => served.stop(),
    async () => proxy.close()
  )
  const url = `http://127.0.0.1:${served.port}/`
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  const call = async (method: string, params?: unknown) =>
    (await post(JSON.stringify({ jsonrpc: '2.0', id: 7, method, params }))).json() as Promise<{
      id: number
      result?: Record<string, unknown>
      error?: { code: number; message: string }
    }>
  return { service, proxy, url, port: served.port, post, call, store, uses: () => uses }
}

const trace = (n: number): string => JSON.stringify({ header: { number: n }, transactions: [] })
const base64 = (bytes: number[]): string => Buffer.from(bytes).toString('base64')

describe('the proxy on the wire', () => {
  it('answers prove with bytes as base64, spec with its fields, and health by GET', async () => {
    const { call, url, service } = await setup()
    const { proof, final_pair } = fakeProof(trace(1))
    expect(await call('prove', [trace(1)])).toEqual({
      jsonrpc: '2.0',
      id: 7,
      result: { proof: base64(proof), final_pair: base64(final_pair) }
    })
    expect(service.traces).toEqual([trace(1)])
    const spec = (await call('spec', [])).result
    expect(spec).toMatchObject({ degree: 19, agg_degree: 23, chain_id: 255, max_txs: 100, max_call_data: 350_000 })
    const health = await fetch(`${url}health`)
    expect([health.status, await health.json()]).toEqual([
      200,
      { status: 'ok', ec2Running: true, generatingProofCount: 0 }
    ])
  })

  it('answers with base64 whatever the prover writes bytes as, in the fields of the reference and no others', async () => {
    const { call, service, url } = await setup()
    service.encoding = 'base64'
    const { proof, final_pair } = fakeProof(trace(3))
    const answer = await call('prove', [trace(3)])
    expect(answer.result).toEqual({ proof: base64(proof), final_pair: base64(final_pair) })
    const health = (await (await fetch(`${url}health`)).json()) as object
    expect(Object.keys(health).toSorted()).toEqual(['ec2Running', 'generatingProofCount', 'status'])
  })

  it('passes a trace of 20 MB on as it is', { timeout: 60_000 }, async () => {
    const { call, service } = await setup()
    const large = JSON.stringify({ header: { number: 1 }, note: 'π"\\\n'.repeat(2_500_000) })
    expect(Buffer.byteLength(large)).toBeGreaterThan(20_000_000)
    const { result } = await call('prove', [large])
    expect(result?.proof).toBe(base64(fakeProof(large).proof))
    expect(service.traces[0] === large).toBe(true)
  })

  it('asks for spec once, whoever asks', async () => {
    const { call, service, uses } = await setup()
    await Promise.all(Array.from({ length: 5 }, () => call('spec')))
    await call('spec')
    expect([service.specs, uses()]).toEqual([1, 1])
  })

  it('answers batches, and nothing to a notification, for which nothing is begun', async () => {
    const { post, service } = await setup()
    const one = { jsonrpc: '2.0', id: 1, method: 'spec' }
    const many = await (await post(JSON.stringify([one, { ...one, id: 'b', method: 'nope' }]))).json()
    expect(many).toMatchObject([
      { id: 1, result: { degree: 19 } },
      { id: 'b', error: { code: -32601 } }
    ])
    const silent = await post(JSON.stringify({ jsonrpc: '2.0', method: 'prove', params: [trace(1)] }))
    expect([silent.status, await silent.text(), service.traces]).toEqual([204, '', []])
    for (const batch of [[], Array(21).fill(one)])
      expect(await (await post(JSON.stringify(batch))).json()).toMatchObject({ error: { code: -32600 } })
  })
})

describe('work', () => {
  it('is shared by twenty equal requests, and done for twenty different ones', async () => {
    const { call, service, url } = await setup()
    service.delayMs = 80
    const equal = Promise.all(Array.from({ length: 20 }, () => call('prove', [trace(1)])))
    await expect
      .poll(
        async () =>
          ((await (await fetch(`${url}health`)).json()) as { generatingProofCount: number }).generatingProofCount
      )
      .toBe(1)
    expect(new Set((await equal).map(({ result }) => result?.proof)).size).toBe(1)
    expect(service.traces).toHaveLength(1)
    service.delayMs = 1
    const different = await Promise.all(Array.from({ length: 20 }, (_, i) => call('prove', [trace(10 ** (i + 1))])))
    expect(different.map(({ result }) => result?.proof)).toEqual(
      different.map((_, i) => base64(fakeProof(trace(10 ** (i + 1))).proof))
    )
    expect(service.traces).toHaveLength(21)
  })

  it('is stored, and done anew when it is too old or damaged', async () => {
    const { call, service, store } = await setup({ keepMs: 60_000 })
    await call('prove', [trace(1)])
    await call('prove', [trace(1)])
    expect(service.traces).toHaveLength(1)
    const kept = await setup({ store, keepMs: 0 })
    await kept.call('prove', [trace(1)])
    expect(kept.service.traces).toHaveLength(1)
    const damaged: ProofStore = { ...store, get: async () => ({ keptAtMs: Date.now(), proof: 'AA', final_pair: '' }) }
    const other = await setup({ store: damaged })
    expect((await other.call('prove', [trace(1)])).result?.proof).toBe(base64(fakeProof(trace(1)).proof))
  })

  it('that failed is not served again, and its code is the prover’s', async () => {
    const { call, service } = await setup()
    service.mode = 'fails'
    const { error } = await call('prove', [trace(1)])
    expect(error).toMatchObject({ code: -32017 })
    expect(error?.message).toContain('out of memory')
    service.mode = 'junk'
    expect((await call('prove', [trace(1)])).error?.code).toBe(-32000)
    service.mode = 'works'
    expect((await call('prove', [trace(1)])).result).toBeDefined()
  })

  it('is asked for again after a lost connection, a few times', async () => {
    const { call, service } = await setup()
    service.mode = 'drops'
    expect((await call('prove', [trace(1)])).error?.code).toBe(-32000)
    expect(service.traces).toHaveLength(3)
  })

  it('is returned when the disk is full, which is reported', async () => {
    const full = new AppError({ code: 'PROOF_STORE_FULL' })
    const store: ProofStore = { get: async () => null, put: () => Promise.reject(full), remove: async () => {} }
    const { call, proxy } = await setup({ store })
    expect((await call('prove', [trace(1)])).result).toBeDefined()
    expect(proxy.storeProblem()?.code).toBe('PROOF_STORE_FULL')
  })

  it('goes on when its asker has gone', async () => {
    const { proxy, service, call } = await setup()
    service.delayMs = 60
    const abort = new AbortController()
    const asked = proxy.prove(trace(1), abort.signal)
    await expect.poll(() => service.traces.length).toBe(1)
    abort.abort()
    await expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
    expect((await call('prove', [trace(1)])).result).toBeDefined()
    expect(service.traces).toHaveLength(1)
  })

  it('that waits too long in line is refused', async () => {
    const { proxy, service } = await setup()
    service.delayMs = 100
    const signal = new AbortController().signal
    const all = await Promise.allSettled(
      Array.from({ length: 70 }, (_, i) =>
        proxy.prove(`{"n":${i}}`, AbortSignal.any([signal, AbortSignal.timeout(80)]))
      )
    )
    const codes = all.map((one) => (one.status === 'rejected' ? (one.reason as AppError).code : 'made'))
    expect(codes.filter((code) => code === 'PROXY_BUSY')).toHaveLength(4)
  })
})

describe('bad input', () => {
  it.each([
    ['no JSON', 'prove it', -32700],
    ['nothing', '', -32700],
    ['no request', '7', -32600],
    ['null', 'null', -32600],
    ['another version', '{"id":1,"method":"spec"}', -32600],
    ['a method of another kind', '{"jsonrpc":"2.0","id":1,"method":7}', -32600],
    ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"eth_sendTransaction","params":[]}', -32601],
    ['missing params', '{"jsonrpc":"2.0","id":1,"method":"prove"}', -32602],
    ['no params', '{"jsonrpc":"2.0","id":1,"method":"prove","params":[]}', -32602],
    ['named params', '{"jsonrpc":"2.0","id":1,"method":"prove","params":{"trace":"{}"}}', -32602],
    ['a trace that is no string', '{"jsonrpc":"2.0","id":1,"method":"prove","params":[{"a":1}]}', -32602],
    ['a trace that is no JSON', '{"jsonrpc":"2.0","id":1,"method":"prove","params":["{"]}', -32602],
    ['a trace that is no object', '{"jsonrpc":"2.0","id":1,"method":"prove","params":["[1]"]}', -32602],
    ['too many params', '{"jsonrpc":"2.0","id":1,"method":"prove","params":["{}","{}"]}', -32602]
  ])('%s', async (_, body, code) => {
    const { post, uses } = await setup()
    const response = await post(body)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code } })
    expect(uses()).toBe(0)
  })

  it('a wrong token, a foreign Host, a web page, another type, path or verb', async () => {
    const { post, url, port, uses } = await setup({ token: new Secret('open-sesame'), hostNames: ['prover.lan'] })
    const spec = '{"jsonrpc":"2.0","id":1,"method":"spec"}'
    const basic = (password: string) => `Basic ${Buffer.from(`x:${password}`).toString('base64')}`
    for (const authorization of ['', 'Bearer open-sesam', 'Bearer open-sesame1', basic('no'), 'Digest x'])
      expect((await post(spec, authorization ? { authorization } : {})).status).toBe(401)
    const authorization = 'Bearer open-sesame'
    expect((await post(spec, { authorization, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(spec, { authorization, 'content-type': 'text/plain' })).status).toBe(415)
    expect((await fetch(`${url}other`)).status).toBe(404)
    expect((await fetch(url, { method: 'PUT' })).status).toBe(405)
    const withHost = (host: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { host, authorization, 'content-type': 'application/json' }
        const asked = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/', headers }, (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
        asked.on('error', reject)
        asked.end(spec)
      })
    expect([await withHost('evil.example'), await withHost('evil.example:6000')]).toEqual([403, 403])
    expect(uses()).toBe(0)
    expect([
      await withHost('prover.lan:6000'),
      (await post(spec, { authorization: basic('open-sesame') })).status
    ]).toEqual([200, 200])
    expect(uses()).toBe(1)
  })

  /** Sends raw bytes and answers with what came back until the connection was closed. */
  const raw = (port: number, send: (write: (text: string) => boolean) => void): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(text))
      socket.on('connect', () => send((part) => !socket.destroyed && socket.write(part)))
    })
  const head = (length: string) =>
    `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${length}\r\n\r\n`

  it('200 MB, said before or only sent, is refused while it comes', { timeout: 60_000 }, async () => {
    const { port, uses, call } = await setup({ maxBodyBytes: 1_000_000 })
    const said = await raw(port, (write) => void write(head(`Content-Length: ${200 * 1024 * 1024}`)))
    expect(said).toMatch(/^HTTP\/1\.1 413[\s\S]*"code":-32600/)
    let sent = 0
    const chunk = 'x'.repeat(65_536)
    const streamed = await raw(port, (write) => {
      write(head('Transfer-Encoding: chunked'))
      const more = (): void => {
        if (sent > 200 * 1024 * 1024 || !write(`10000\r\n${chunk}\r\n`)) return
        sent += chunk.length
        setImmediate(more)
      }
      more()
    })
    expect(streamed).toMatch(/^HTTP\/1\.1 413/)
    expect(sent).toBeLessThan(20 * 1024 * 1024)
    expect(uses()).toBe(0)
    expect((await call('spec')).result).toBeDefined()
  })

  it('a slow client is not waited for', async () => {
    const { port, uses } = await setup({ bodyTimeoutMs: 100 })
    const answer = await raw(port, (write) => void write(`${head('Content-Length: 100')}{"jsonrpc"`))
    expect(answer).toMatch(/^HTTP\/1\.1 408[\s\S]*"code":-32600/)
    expect(uses()).toBe(0)
  })

  it('a port that is taken is named', async () => {
    const { port } = await setup()
    await expect(setup({ port })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  })
})
