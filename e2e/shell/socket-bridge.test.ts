import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { systemClock } from '../../main/engine/runtime/clock.ts'
import { createHandlers, type HandlerDeps } from '../../main/ipc/handlers/create-handlers.ts'
import { createPublisher, type Publisher } from '../../main/ipc/publish.ts'
import { recordingLog } from '../../main/ipc/recording-log.ts'
import { serve } from '../../main/ipc/serve.ts'
import { type BrowserServer, startBrowserServer } from '../../main/shell/browser/browser-server.ts'
import { SocketBridge, type SocketLike } from '../../renderer/bridge/socket-bridge.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'

const snapshot = { seq: 3, totals: { rewardsWei: 10n ** 24n } } as EngineSnapshot
const deps = {
  engine: { snapshot: () => snapshot },
  history: { page: ({ before }: { before: bigint | null }) => ({ rows: [], nextBefore: before, total: 0 }) }
} as unknown as HandlerDeps

let rendererDir: string
let server: BrowserServer
let publisher: Publisher
let sockets: WebSocket[]
let timers: Set<NodeJS.Timeout>

async function start(port: number): Promise<void> {
  const log = recordingLog()
  publisher = createPublisher({ clock: systemClock })
  server = await startBrowserServer({ rendererDir, port, clock: systemClock, log, publisher })
  serve(server.ipc, { handlers: createHandlers(deps), log, signal: new AbortController().signal })
}

async function signIn(): Promise<string> {
  const reply = await fetch(server.newLink(), { redirect: 'manual' })
  return reply.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

function openBridge(cookie: () => string): SocketBridge {
  const origin = `http://127.0.0.1:${server.port}`
  return new SocketBridge({
    open: () => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/ipc`, { headers: { origin, cookie: cookie() } })
      socket.on('error', () => {})
      sockets.push(socket)
      return socket as unknown as SocketLike
    },
    setTimer: (fn, ms) => {
      const timer = setTimeout(fn, ms)
      timers.add(timer)
      return timer
    },
    clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    random: () => 0
  })
}

beforeEach(async () => {
  sockets = []
  timers = new Set()
  rendererDir = await mkdtemp(path.join(tmpdir(), 'socket-bridge-'))
  await writeFile(path.join(rendererDir, 'index.html'), 'the app')
  await start(0)
})
afterEach(async () => {
  await server.close()
  for (const timer of timers) clearTimeout(timer)
  for (const socket of sockets) socket.terminate()
  for (const timer of timers) clearTimeout(timer)
  await rm(rendererDir, { recursive: true })
})

describe('the bridge over a real socket', () => {
  it('brings values and topics as they were, bigints included', async () => {
    const cookie = await signIn()
    const bridge = openBridge(() => cookie)
    expect(await bridge.invoke('engine.snapshot', undefined)).toEqual({ ok: true, value: snapshot })
    expect(await bridge.invoke('outputs.page', { before: 10n ** 18n, limit: 5, mine: true })).toEqual({
      ok: true,
      value: { rows: [], nextBefore: 10n ** 18n, total: 0 }
    })
    const got: unknown[] = []
    bridge.subscribe('engine.snapshot', (value) => void got.push(value))
    publisher.publish('engine.snapshot', snapshot)
    await expect.poll(() => got).toEqual([snapshot])
  })

  it('serves two pages, and a page that lost its connection connects again', async () => {
    const cookie = await signIn()
    const [first, second] = [openBridge(() => cookie), openBridge(() => cookie)]
    const told: boolean[] = []
    first.onConnection((connected) => void told.push(connected))
    await first.invoke('engine.snapshot', undefined)
    await second.invoke('engine.snapshot', undefined)
    expect(publisher.views).toBe(2)
    sockets[0]?.terminate()
    await expect.poll(() => told).toEqual([true, false, true])
    expect(await first.invoke('engine.snapshot', undefined)).toMatchObject({ ok: true })
    expect(await second.invoke('engine.snapshot', undefined)).toMatchObject({ ok: true })
    await expect.poll(() => publisher.views).toBe(2)
  })

  it('waits for an app that starts again; it comes back as soon as the browser is signed in', async () => {
    let cookie = await signIn()
    const bridge = openBridge(() => cookie)
    const told: boolean[] = []
    bridge.onConnection((connected) => void told.push(connected))
    await bridge.invoke('engine.snapshot', undefined)
    const { port } = server
    await server.close()
    await expect.poll(() => told).toEqual([true, false])
    expect(await bridge.invoke('engine.snapshot', undefined)).toMatchObject({ error: { code: 'IPC_DISCONNECTED' } })
    await start(port)
    const tries = sockets.length
    await expect.poll(() => sockets.length, { timeout: 5_000 }).toBeGreaterThan(tries)
    expect(told).toEqual([true, false])
    cookie = await signIn()
    await expect.poll(() => told, { timeout: 10_000 }).toEqual([true, false, true])
    expect(await bridge.invoke('engine.snapshot', undefined)).toEqual({ ok: true, value: snapshot })
  })
})
