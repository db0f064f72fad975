import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../runtime/clock.ts'
import { createRpcPool } from './rpc-pool.ts'
import { type LocalHttp, startLocalHttp } from './testing/local-http.ts'
import { type LocalWs, notify, reply, startLocalWs } from './testing/local-ws.ts'
import { recordingLog } from './testing/recording-log.ts'
import type { RpcPool } from './types.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

const ws = async (answer: LocalWs['answer'] = (call, socket) => reply(socket, call.id, '0x1')): Promise<LocalWs> => {
  const local = await startLocalWs(answer)
  cleanUps.push(() => local.stop())
  return local
}
const http = async (): Promise<LocalHttp> => {
  const local = await startLocalHttp((call, response) =>
    response.end(JSON.stringify({ id: call.id, result: 'by http' }))
  )
  cleanUps.push(() => local.stop())
  return local
}
const poolOf = (urls: string[]): RpcPool => {
  const pool = createRpcPool({ role: 'l1', urls, clock: systemClock, log: recordingLog(), defaultTimeoutMs: 2_000 })
  cleanUps.unshift(() => pool.close())
  return pool
}
const handlers = () => {
  const seen = { messages: [] as unknown[], lost: 0 }
  const onLost = (): void => {
    seen.lost += 1
  }
  return { seen, onMessage: (m: unknown) => void seen.messages.push(m), onLost }
}
const until = async (condition: () => boolean): Promise<void> => {
  for (let i = 0; !condition(); i++) {
    if (i > 500) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('a pool with real sockets', () => {
  it('asks over http first where that is the order, and subscribes over the websocket', async () => {
    const line = await ws()
    const pool = poolOf([(await http()).url, line.url])
    expect(await pool.request({ method: 'a', params: [], reason: 'head' })).toBe('by http')
    const { seen, ...both } = handlers()
    const subscription = await pool.subscribe(['newHeads'], both)
    expect(subscription).not.toBeNull()
    expect(line.calls.map(({ method, params }) => [method, params])).toEqual([['eth_subscribe', ['newHeads']]])
    const [socket] = line.connections
    if (socket) notify(socket, '0x1', { number: '0x5' })
    await until(() => seen.messages.length === 1)
    expect(seen.messages).toEqual([{ number: '0x5' }])
    expect(pool.endpoints().map((e) => e.kind)).toEqual(['http', 'websocket'])
  })

  it('answers over http within the request when the websocket hangs up', async () => {
    const line = await ws((_call, socket) => socket.terminate())
    const pool = poolOf([line.url, (await http()).url])
    expect(await pool.request({ method: 'a', params: [], reason: 'head' })).toBe('by http')
  })

  it('subscribes at the next websocket when the first is away or refuses', async () => {
    const away = await startLocalWs(() => {})
    await away.stop()
    const refusing = await ws((call, socket) =>
      socket.send(
        JSON.stringify({
          id: call.id,
          error: { code: -32601, message: 'eth_subscribe does not exist/is not available' }
        })
      )
    )
    const good = await ws()
    const pool = poolOf([away.url, refusing.url, good.url])
    expect(await pool.subscribe(['newHeads'], handlers())).not.toBeNull()
    expect(good.calls.length).toBe(1)
  })

  it('says so when no websocket answers, and tells once when a line is lost', async () => {
    const line = await ws()
    const pool = poolOf([line.url])
    const { seen, ...both } = handlers()
    await pool.subscribe(['newHeads'], both)
    await line.stop()
    await until(() => seen.lost > 0)
    await expect(pool.subscribe(['newHeads'], both)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE', retryable: true })
    expect(seen.lost).toBe(1)
  })
})
