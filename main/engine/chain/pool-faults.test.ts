import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createRpcPool } from './rpc-pool.ts'
import { type Handler, type LocalHttp, startLocalHttp } from './testing/local-http.ts'
import { recordingLog } from './testing/recording-log.ts'
import type { RpcPool } from './types.ts'

let faulty: LocalHttp
let good: LocalHttp
let clock: ManualClock
let pool: RpcPool
const drips: NodeJS.Timeout[] = []

beforeEach(async () => {
  faulty = await startLocalHttp(() => {})
  good = await startLocalHttp((call, response) =>
    response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: 'good' }))
  )
  clock = new ManualClock(1_000_000)
  pool = createRpcPool({
    role: 'l1',
    urls: [faulty.url, good.url],
    clock,
    log: recordingLog(),
    defaultTimeoutMs: 5_000
  })
})
afterEach(async () => {
  pool.close()
  for (const drip of drips.splice(0)) clearInterval(drip)
  await Promise.all([faulty.stop(), good.stop()])
})

const raw =
  (status: number, text: string): Handler =>
  (_call, response) =>
    response.writeHead(status).end(text)

describe('a pool whose first endpoint is broken', () => {
  it.each<[string, Handler]>([
    ['says 429', raw(429, '')],
    ['says 402', raw(402, '')],
    ['says 500', raw(500, 'oops')],
    ['says 503', raw(503, '')],
    ['answers nothing', raw(200, '')],
    ['answers with a page', raw(200, '<!doctype html>')],
    ['cuts its answer off', raw(200, '{"jsonrpc":"2.0","id":1,"result":"0x')],
    ['answers another request', raw(200, '{"jsonrpc":"2.0","id":99,"result":"bad"}')],
    ['hangs up', (_call, response) => response.destroy()],
    [
      'is limited in its body',
      (call, response) => response.end(`{"id":${call.id},"error":{"code":-32005,"message":"rate limit"}}`)
    ]
  ])('answers from the next one at once when it %s', async (_name, answer) => {
    faulty.answer = answer
    for (let i = 0; i < 4; i++)
      expect(await pool.request({ method: 'eth_call', params: [], reason: 'state' })).toBe('good')
    expect(clock.now()).toBe(1_000_000)
    expect(pool.endpoints().map((e) => e.state)).toEqual(['down', 'up'])
  })

  it.each<[string, Handler]>([
    ['never answers', () => {}],
    [
      'drips',
      (_call, response) => {
        response.writeHead(200)
        drips.push(setInterval(() => response.write(' '), 5))
      }
    ]
  ])('answers from the next one within two seconds when it %s', async (_name, answer) => {
    faulty.answer = answer
    for (let i = 0; i < 2; i++) {
      const asked = pool.request({ method: 'eth_call', params: [], reason: 'state' })
      await clock.advance(2_000)
      expect(await asked).toBe('good')
      await clock.advance(0)
    }
    expect(pool.endpoints().map((e) => e.state)).toEqual(['down', 'up'])
    expect(await pool.request({ method: 'eth_call', params: [], reason: 'state' })).toBe('good')
  })
})
