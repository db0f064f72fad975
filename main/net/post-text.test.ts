import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { AbortedError } from '../../shared/errors.ts'
import { createServiceRpc } from '../engine/prover/service-rpc.ts'
import { systemClock } from '../engine/runtime/clock.ts'
import { postText } from './post-text.ts'

const never = new AbortController().signal
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
const post = (url: string, more: Partial<Parameters<typeof postText>[0]> = {}) =>
  postText({ url, body: '{}', maxBytes: 1_000_000, signal: never, ...more })

describe('postText', () => {
  it('sends JSON and gives status and text, whatever the status', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        seen.push([request.method, request.url, request.headers['content-type'], request.headers.authorization, body])
        response.writeHead(503).end('{"é":1}')
      })
    })
    const withUser = url.replace('http://', 'http://me:p%40ss@')
    expect(await post(`${withUser}/rpc?x=1`, { body: '{"ü":1}' })).toEqual({ status: 503, text: '{"é":1}' })
    const basic = `Basic ${btoa('me:p@ss')}`
    expect(seen).toEqual([['POST', '/rpc?x=1', 'application/json', basic, '{"ü":1}']])
  })

  it('follows no redirects', async () => {
    const url = await serve((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end())
    expect((await post(url)).status).toBe(302)
  })

  it('stops reading at the limit', async () => {
    const url = await serve((_request, response) => {
      const more = (): void => {
        if (response.destroyed) return
        response.write('x'.repeat(65_536))
        setImmediate(more)
      }
      more()
    })
    await expect(post(url)).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' })
  })

  it('names what kept the answer from coming', async () => {
    const gone = await serve((request) => void request.socket.destroy())
    await expect(post(gone)).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE', retryable: true })
    const half = await serve((request, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"half":')
      setTimeout(() => request.socket.destroy(), 20)
    })
    await expect(post(half)).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' })
    await expect(post('http://127.0.0.1:1')).rejects.toMatchObject({ meta: { reason: 'ECONNREFUSED' } })
  })

  it('lets go when the signal fires, before and while it waits', async () => {
    const stop = new AbortController()
    let closed = false
    const url = await serve((request) => {
      request.socket.on('close', () => {
        closed = true
      })
      setTimeout(() => stop.abort(), 20)
    })
    await expect(post(url, { signal: stop.signal })).rejects.toBeInstanceOf(AbortedError)
    await expect.poll(() => closed).toBe(true)
    await expect(post(url, { signal: stop.signal })).rejects.toBeInstanceOf(AbortedError)
  })

  it('carries a trace of twenty megabytes there and back, byte for byte', async () => {
    const trace = `{"n": 12345678901234567890, "logs":["${'ab\\"'.repeat(5_000_000)}"]}`
    const url = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        const { id, params } = JSON.parse(body) as { id: number; params: [string] }
        response.end(`{"jsonrpc":"2.0","id":${id},"result":${params[0]}}`)
      })
    })
    const rpc = createServiceRpc({ service: 'zkEVM prover', url, post: postText, clock: systemClock })
    const call = { method: 'prove', params: [trace], timeoutMs: 30_000, signal: never }
    expect((await rpc.askText({ ...call, maxBytes: 64_000_000 })) === trace).toBe(true)
    await expect(rpc.askText({ ...call, maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'PROVER_BAD_ANSWER' })
  })
})
