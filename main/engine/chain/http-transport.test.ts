import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpTransport } from './http-transport.ts'
import { type Handler, type LocalHttp, startLocalHttp } from './testing/local-http.ts'

const nowMs = Date.parse('2026-01-01T00:00:00Z')
let local: LocalHttp

beforeAll(async () => {
  local = await startLocalHttp(() => {})
})
afterAll(() => local.stop())

const ask = (
  answer: Handler,
  { signal = new AbortController().signal, maxBodyBytes = 10_000, method = 'eth_call' } = {}
) => {
  local.answer = answer
  const transport = createHttpTransport({ url: local.url, now: () => nowMs, maxBodyBytes })
  return transport.request({ method, params: [{ a: 1 }, 'latest'] }, signal)
}
const raw =
  (text: string, status = 200, headers: Record<string, string> = {}): Handler =>
  (_call, response) =>
    response.writeHead(status, headers).end(text)
const json =
  (body: (id: number) => unknown, status = 200): Handler =>
  (call, response) =>
    response.writeHead(status).end(JSON.stringify(body(call.id)))

describe('createHttpTransport', () => {
  it('sends one JSON-RPC request and gives its result', async () => {
    let got: unknown
    const answer: Handler = (call, response) => {
      got = call
      response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: ['0x1', null] }))
    }
    expect(await ask(answer)).toEqual(['0x1', null])
    expect(got).toMatchObject({ jsonrpc: '2.0', method: 'eth_call', params: [{ a: 1 }, 'latest'] })
  })

  it('gives null as the result that it is', async () => {
    expect(await ask(json((id) => ({ jsonrpc: '2.0', id, result: null })))).toBeNull()
  })

  it.each<[string, Handler, object]>([
    ['429 with seconds', raw('slow down', 429, { 'retry-after': '7' }), { fault: 'limited', retryAfterMs: 7_000 }],
    [
      '429 with a date',
      raw('', 429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }),
      { fault: 'limited', retryAfterMs: 9_000 }
    ],
    ['429 with nonsense', raw('', 429, { 'retry-after': 'soon' }), { fault: 'limited', retryAfterMs: null }],
    ['402', raw('{"error":"pay"}', 402), { fault: 'payment', retryAfterMs: 300_000 }],
    ['401', raw('no', 401), { fault: 'refused' }],
    ['403', raw('no', 403), { fault: 'refused' }],
    ['404', raw('not here', 404), { fault: 'refused', detail: 'HTTP 404' }],
    ['500', raw('oops', 500), { fault: 'server', detail: 'HTTP 500' }],
    ['503', raw('', 503, { 'retry-after': '1' }), { fault: 'server', retryAfterMs: 1_000 }],
    ['a redirect', raw('', 302, { location: 'https://elsewhere.example/' }), { fault: 'refused', detail: 'HTTP 302' }],
    ['an empty answer', raw(''), { fault: 'bad-answer', detail: 'empty answer' }],
    [
      'an HTML page',
      raw('<html><body>Maintenance</body></html>'),
      { fault: 'bad-answer', detail: 'an HTML page instead of JSON' }
    ],
    ['a cut off answer', raw('{"jsonrpc":"2.0","id":1,"resu'), { fault: 'bad-answer', detail: 'not JSON, or cut off' }],
    ['a list', raw('[]'), { fault: 'bad-answer' }],
    [
      'a huge answer',
      raw(`{"a":"${'x'.repeat(20_000)}"}`),
      { fault: 'bad-answer', detail: 'answer larger than 10000 bytes' }
    ],
    ['another id', json((id) => ({ jsonrpc: '2.0', id: id + 1, result: '0x1' })), { fault: 'bad-answer' }],
    ['its id as text', json((id) => ({ jsonrpc: '2.0', id: String(id), result: '0x1' })), { fault: 'bad-answer' }],
    ['no id', json(() => ({ jsonrpc: '2.0', result: '0x1' })), { fault: 'bad-answer' }],
    ['neither result nor error', json((id) => ({ jsonrpc: '2.0', id })), { fault: 'bad-answer' }],
    ['a malformed error', json((id) => ({ jsonrpc: '2.0', id, error: { code: 'x' } })), { fault: 'bad-answer' }],
    [
      'a limit in the body',
      json((id) => ({ id, error: { code: -32005, message: 'daily request count exceeded, request rate limited' } })),
      { fault: 'payment' }
    ],
    [
      'compute units in the body',
      json((id) => ({ id, error: { code: 429, message: 'exceeded its compute units per second capacity' } })),
      { fault: 'limited' }
    ],
    [
      'a revert to nobody',
      json(() => ({ id: null, error: { code: 3, message: 'execution reverted' } })),
      { fault: 'bad-answer' }
    ]
  ])('%s is the fault of the endpoint', async (_name, answer, expected) => {
    await expect(ask(answer)).rejects.toMatchObject({ code: 'RPC_ENDPOINT', ...expected })
  })

  it.each([200, 400, 500])('takes a JSON-RPC error as the answer, whatever the status (%i)', async (status) => {
    const error = { code: 3, message: 'execution reverted: no', data: '0x08c379a0' }
    await expect(ask(json((id) => ({ jsonrpc: '2.0', id, error }), status))).rejects.toMatchObject({
      code: 'RPC_REJECTED',
      message: 'execution reverted: no',
      data: '0x08c379a0',
      elsewhere: false,
      meta: { rpcCode: 3, method: 'eth_call' }
    })
  })

  it('keeps URLs and keys out of what the node says', async () => {
    const message = `cannot serve ${local.url} for 0123456789abcdef and hush-hush-token\nnonce too low`
    const error = await ask(json((id) => ({ jsonrpc: '2.0', id, error: { code: -32000, message } }))).catch(
      (e: unknown) => e
    )
    expect((error as Error).message).toBe('cannot serve <url> for <hidden> and <hidden> nonce too low')
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['closes without an answer', (response) => response.destroy()],
    [
      'closes in the middle',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"jsonrpc"')
        setImmediate(() => response.destroy())
      }
    ]
  ])('reports an endpoint that %s', async (_name, act) => {
    await expect(ask((_call, response) => act(response))).rejects.toMatchObject({ fault: 'unreachable' })
  })

  it('reports a closed port, without the URL', async () => {
    const gone = await startLocalHttp(() => {})
    await gone.stop()
    const transport = createHttpTransport({ url: gone.url, now: () => nowMs })
    const error = await transport
      .request({ method: 'a', params: [] }, new AbortController().signal)
      .catch((e: unknown) => e)
    expect(error).toMatchObject({ fault: 'unreachable' })
    expect((error as Error).message).not.toContain('token')
  })

  it.each(['before the answer', 'in the middle of the answer'])('stops when the signal fires %s', async (when) => {
    const abort = new AbortController()
    const asked = ask(
      (_call, response) => {
        if (when !== 'before the answer') response.writeHead(200).write('{"jsonrpc":')
        setTimeout(() => abort.abort(), 20)
      },
      { signal: abort.signal }
    )
    await expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it('sends credentials of the URL as a header', async () => {
    let seen: string | undefined
    local.answer = (call, response, request) => {
      seen = request.headers.authorization
      response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: 1 }))
    }
    const url = local.origin.replace('//', '//me:p%40ss@')
    const transport = createHttpTransport({ url, now: () => nowMs })
    expect(await transport.request({ method: 'a', params: [] }, new AbortController().signal)).toBe(1)
    expect(seen).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
    expect(transport.origin).toBe(local.origin)
  })
})
