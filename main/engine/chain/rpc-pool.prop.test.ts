import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createHttpTransport } from './http-transport.ts'
import { createRpcPool } from './rpc-pool.ts'
import { recordingLog } from './testing/recording-log.ts'

const documented = ['RPC_UNAVAILABLE', 'RPC_TIMEOUT', 'RPC_REJECTED', 'RPC_BAD_ANSWER']
const behaviour = fc.constantFrom(
  'good',
  'good',
  'good',
  'otherId',
  'textId',
  'noId',
  'empty',
  'html',
  'cut',
  'list',
  '429',
  '402',
  '500',
  'limited',
  'reset',
  'hang',
  'rejected',
  'elsewhere'
)
type Behaviour = typeof behaviour extends fc.Arbitrary<infer T> ? T : never

type Call = { id: number; params: [number] }

/** The good answer to a request names the request, so that an answer to another one is noticed. */
function respond(kind: Behaviour, { id, params }: Call): Response {
  const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status })
  const error = (code: number, message: string): Response => json({ jsonrpc: '2.0', id, error: { code, message } })
  if (kind === 'good') return json({ jsonrpc: '2.0', id, result: `answer to ${params[0]}` })
  if (kind === 'otherId') return json({ jsonrpc: '2.0', id: id - 1, result: 'answer to another' })
  if (kind === 'textId') return json({ jsonrpc: '2.0', id: String(id), result: 'answer to another' })
  if (kind === 'noId') return json({ jsonrpc: '2.0', result: 'answer to another' })
  if (kind === 'html') return new Response('<html></html>')
  if (kind === 'cut') return new Response(`{"jsonrpc":"2.0","id":${id},"result":"ans`)
  if (kind === 'list') return json([{ jsonrpc: '2.0', id, result: 'answer to another' }])
  if (kind === 'limited') return error(-32005, 'rate limit exceeded')
  if (kind === 'rejected') return error(-32000, 'nonce too low')
  if (kind === 'elsewhere') return error(-32000, 'header not found')
  if (kind === 'empty') return new Response('')
  return new Response('', { status: Number(kind) })
}

const fakeFetch =
  (next: () => Behaviour): typeof fetch =>
  (_url, init) =>
    new Promise((resolve, reject) => {
      const kind = next()
      const { signal, body } = init ?? {}
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
      if (kind === 'reset') reject(new TypeError('fetch failed'))
      else if (kind !== 'hang') resolve(respond(kind, JSON.parse(String(body)) as Call))
    })

describe('a pool of any endpoints', () => {
  it('gives the answer to this very request or a documented error, in bounded time, and leaves nothing running', async () => {
    const scripts = fc.array(fc.array(behaviour, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(scripts, fc.integer({ min: 1, max: 12 }), async (endpoints, requests) => {
        const clock = new ManualClock(1_000_000)
        const log = recordingLog()
        const urls = endpoints.map((_, i) => `https://n${i}.example/`)
        const transports = (url: string) => {
          const script = endpoints[urls.indexOf(url)] ?? []
          let turn = 0
          const next = (): Behaviour => script[turn++ % script.length] ?? 'good'
          return createHttpTransport({ url, now: () => clock.now(), fetch: fakeFetch(next) })
        }
        const pool = createRpcPool({
          role: 'l1',
          urls,
          clock,
          log,
          defaultTimeoutMs: 4_000,
          transports,
          jitter: () => 0.5
        })
        for (let n = 0; n < requests; n++) {
          const asked = pool
            .request({ method: 'eth_call', params: [n], reason: 'state' })
            .catch((error: unknown) => error)
          await clock.advance(4_000 * endpoints.length)
          const outcome = await Promise.race([asked, clock.advance(0).then(() => 'still waiting')])
          if (outcome instanceof AppError) expect(documented).toContain(outcome.code)
          else expect(outcome).toBe(`answer to ${n}`)
        }
        await clock.advance(10_000)
        expect(clock.sleeping).toBe(0)
      }),
      { numRuns: 60 }
    )
  })
})
