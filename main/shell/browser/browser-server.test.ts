import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { commandNames } from '../../../shared/ipc/channels.ts'
import { beatEveryMs, maxRequestBytes } from '../../../shared/ipc/wire-frames.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { createHandlers, type HandlerDeps } from '../../ipc/handlers/create-handlers.ts'
import { createPublisher, type Publisher } from '../../ipc/publish.ts'
import { type RecordingLog, recordingLog } from '../../ipc/recording-log.ts'
import { serve } from '../../ipc/serve.ts'
import { type BrowserServer, startBrowserServer } from './browser-server.ts'
import { mostSockets } from './socket-server.ts'
import { socketLimits } from './socket-view.ts'
import { testBrowser } from './test-browser.ts'

let rendererDir: string
let clock: ManualClock
let log: RecordingLog
let publisher: Publisher
let server: BrowserServer
let browser: ReturnType<typeof testBrowser>
let release: (() => void) | null

const noAlerts = (): never => {
  throw new Error('there are none')
}
const deps: HandlerDeps = {
  info: () => ({ version: '1', shell: 'browser', dataFolder: '/d', network: 'n', practice: true, platform: 'p' }),
  engine: {
    snapshot: () => ({ seq: 1, takenAtMs: 5 }) as EngineSnapshot,
    start: () => new Promise<void>((resolve) => (release = resolve)),
    stop: () => {
      throw new Error('boom with key-abc')
    },
    recentEvents: () => [],
    resumeSigning: async () => {}
  },
  history: {
    page: ({ before }) => ({ rows: [], nextBefore: before, total: 0 }),
    series: () => [{ index: 1n, submittedAtSec: 1, rewardWei: 10n ** 30n, gasUsed: null, feeWei: null }],
    challenges: () => [],
    challengeCount: () => 0,
    output: () => null
  },
  actions: () => {
    throw new Error('there are none')
  },
  alerts: () => ({ overview: noAlerts, mute: noAlerts, test: noAlerts }),
  practice: () => {
    throw new Error('there is none')
  },
  ledger: () => {
    throw new Error('there is none')
  },
  clock: new ManualClock()
}

beforeAll(async () => {
  rendererDir = await mkdtemp(path.join(tmpdir(), 'browser-shell-'))
  await mkdir(path.join(rendererDir, 'assets'))
  await writeFile(
    path.join(rendererDir, 'index.html'),
    '<!doctype html><meta nonce="__CSP_NONCE__"><p>secret screens</p>'
  )
  await writeFile(path.join(rendererDir, 'assets', 'main.js'), 'export {}')
})
afterAll(() => rm(rendererDir, { recursive: true }))

beforeEach(async () => {
  release = null
  clock = new ManualClock(1_000_000)
  log = recordingLog()
  publisher = createPublisher({ clock })
  server = await startBrowserServer({ rendererDir, port: 0, clock, log, publisher })
  serve(server.ipc, { handlers: createHandlers(deps), log, signal: new AbortController().signal })
  browser = testBrowser(server.port)
})
afterEach(() => server.close())

const signIn = () => browser.signIn(server.newLink())

describe('the one-time link', () => {
  it('is exchanged for a session cookie that opens the page, as often as it is loaded', async () => {
    const reply = await signIn()
    expect(reply).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(reply.headers['set-cookie']).toEqual([expect.stringMatching(/; HttpOnly; SameSite=Strict; Path=\/$/)])
    for (let i = 0; i < 3; i++) {
      const page = await browser.send({ path: '/' })
      expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
      expect(page.text).toContain('secret screens')
    }
  })

  it('is refused the second time with a page that says how to get a new one', async () => {
    const link = server.newLink()
    await browser.signIn(link)
    const second = await testBrowser(server.port).signIn(link)
    expect(second.status).toBe(403)
    expect(second.text).toMatch(/has been used[\s\S]*Enter/)
    expect(second.headers['set-cookie']).toBeUndefined()
    expect(second.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('is not used up by looking at its head', async () => {
    const link = server.newLink()
    const url = new URL(link)
    const head = await browser.send({ method: 'HEAD', path: url.pathname + url.search })
    expect(head).toMatchObject({ status: 401, text: '' })
    expect((await browser.signIn(link)).status).toBe(303)
  })

  it('never comes to the log', async () => {
    const link = server.newLink()
    await browser.signIn(link)
    await browser.signIn(link)
    const token = new URL(link).searchParams.get('token') ?? ''
    expect(log.lines.length).toBeGreaterThan(0)
    expect(JSON.stringify(log.lines)).not.toContain(token)
  })
})

describe('pages', () => {
  it.each(['/', '/assets/main.js', '/none', '/ipc', '/?token=', '/assets/main.js?token=x'])(
    'are closed to a browser without a session: %s',
    async (url) => {
      const reply = await browser.send({ path: url })
      expect([401, 403]).toContain(reply.status)
      expect(reply.text).not.toContain('secret screens')
      expect(reply.text).toContain('press <kbd>Enter</kbd>')
    }
  )

  it.each([
    'evil.example',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost',
    '[::1]:{port}',
    'evil.example:{port}',
    '127.0.0.1:{port}.evil'
  ])('are closed to requests for the host %s, even with a session', async (host) => {
    await signIn()
    const headers = { host: host.replace('{port}', String(server.port)) }
    expect((await browser.send({ path: '/', headers })).status).toBe(403)
    const link = new URL(server.newLink())
    expect((await browser.send({ path: link.pathname + link.search, headers })).status).toBe(403)
  })

  it('are open under both names of this machine, each with its own socket address', async () => {
    await signIn()
    for (const name of ['127.0.0.1', 'localhost']) {
      const reply = await browser.send({ path: '/', headers: { host: `${name}:${server.port}` } })
      expect(reply.status).toBe(200)
      expect(reply.headers['content-security-policy']).toContain(`connect-src ws://${name}:${server.port};`)
    }
  })

  it.each([
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/assets/../../x.js',
    '/%2e%2e/x.js',
    '//x',
    '/assets/',
    '/%zz'
  ])('do not lie outside the built renderer: %s', async (url) => {
    await signIn()
    expect((await browser.send({ path: url })).status).toBe(404)
  })

  it('can only be read, and only their own page may ask for more', async () => {
    await signIn()
    const origin = `http://127.0.0.1:${server.port}`
    expect((await browser.send({ method: 'POST', path: '/' })).status).toBe(403)
    expect((await browser.send({ method: 'POST', path: '/', headers: { origin: 'http://evil.example' } })).status).toBe(
      403
    )
    expect((await browser.send({ method: 'POST', path: '/', headers: { origin } })).status).toBe(405)
    expect((await browser.send({ method: 'DELETE', path: '/', headers: { origin } })).status).toBe(405)
  })

  it('are not given out without end', async () => {
    await signIn()
    const statuses = await Promise.all(Array.from({ length: 420 }, () => browser.send({ path: '/none' })))
    expect(statuses.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
    await clock.advance(10_000)
    expect((await browser.send({ path: '/' })).status).toBe(200)
  })

  it('refuse endless headers', async () => {
    const reply = await browser.send({ path: '/', headers: { 'x-long': 'x'.repeat(20_000) } })
    expect(reply.status).toBe(431)
  })
})

describe('the socket', () => {
  it.each([
    ['no origin', { origin: '' }, 403],
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['the same port under the other name', { origin: 'http://localhost:{port}' }, 403],
    ['another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['another scheme', { origin: 'https://127.0.0.1:{port}' }, 403],
    ['a null origin', { origin: 'null' }, 403],
    ['another host', { host: 'evil.example' }, 403],
    ['a wrong cookie', { cookie: 'kroma_session_{port}=x' }, 401]
  ])('is refused to %s', async (_, headers, status) => {
    await signIn()
    const filled = Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [key, value.replace('{port}', String(server.port))])
    )
    expect(await browser.openSocket(filled)).toBe(status)
    expect(publisher.views).toBe(0)
  })

  it('is refused without a session, and on another path', async () => {
    expect(await browser.openSocket()).toBe(401)
    await signIn()
    expect(await browser.openSocket({}, '/')).toBe(404)
    expect(await browser.openSocket({}, '/ipc/x')).toBe(404)
  })

  it('refuses every command of the contract to somebody without a session', async () => {
    for (const name of commandNames) expect(await browser.openSocket({}, `/ipc?${name}`)).toBe(401)
  })

  it('answers commands, bigints included', async () => {
    await signIn()
    const socket = await browser.socket()
    expect(await socket.call('app.info')).toMatchObject({ ok: true, value: { shell: 'browser' } })
    expect(await socket.call('outputs.page', { before: 7n, limit: 1, mine: true })).toEqual({
      ok: true,
      value: { rows: [], nextBefore: 7n, total: 0 }
    })
    expect(await socket.call('outputs.series', { limit: 1 })).toMatchObject({ value: [{ rewardWei: 10n ** 30n }] })
  })

  it.each([
    ['no.such', undefined, 'IPC_UNKNOWN_COMMAND'],
    ['__proto__', undefined, 'IPC_UNKNOWN_COMMAND'],
    ['events.recent', { limit: 'x' }, 'IPC_BAD_INPUT'],
    ['events.recent', { limit: 5, extra: 1 }, 'IPC_BAD_INPUT'],
    ['outputs.page', { before: 10n ** 79n, limit: 1, mine: true, deep: [[[[[[[[[1]]]]]]]]] }, 'IPC_TOO_LARGE'],
    ['engine.stop', undefined, 'INTERNAL']
  ])('refuses %s with %o', async (name, input, code) => {
    await signIn()
    const socket = await browser.socket()
    const reply = await socket.call(name, input)
    expect(reply).toMatchObject({ ok: false, error: { code } })
    expect(JSON.stringify(reply)).not.toContain('key-abc')
  })

  it('keeps prototypes clean', async () => {
    await signIn()
    const socket = await browser.socket()
    socket.raw.send(
      '{"id":900,"name":"events.recent","input":{"limit":1,"__proto__":{"polluted":1}},"__proto__":{"polluted":1}}'
    )
    socket.raw.send('{"id":901,"name":"view.visible","input":{"constructor":{"prototype":{"polluted":1}}}}')
    expect(await socket.call('app.info')).toMatchObject({ ok: true })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it.each(['nonsense', '[]', '{"id":1}', '{"name":"app.info"}', ''])('ends on what is no request: %s', async (text) => {
    await signIn()
    const socket = await browser.socket()
    socket.raw.send(text)
    expect(await socket.closed).toBe(1008)
    await expect.poll(() => publisher.views).toBe(0)
  })

  it('ends on bytes', async () => {
    await signIn()
    const socket = await browser.socket()
    socket.raw.send(Buffer.from('{"id":1,"name":"app.info"}'), { binary: true })
    expect(await socket.closed).toBe(1008)
  })

  it('ends on a frame that is too large, and serves the others on', async () => {
    await signIn()
    const [large, other] = [await browser.socket(), await browser.socket()]
    large.raw.send(`{"id":1,"name":"app.info","input":"${'x'.repeat(maxRequestBytes)}"}`)
    expect(await large.closed).toBe(1009)
    expect(await other.call('app.info')).toMatchObject({ ok: true })
  })

  it('says that it is busy rather than queue without end, and ends when nobody listens to that', async () => {
    await signIn()
    const socket = await browser.socket()
    const waiting = Array.from({ length: socketLimits.inFlight }, () => socket.call('engine.start'))
    expect(await socket.call('app.info')).toMatchObject({ ok: false, error: { code: 'IPC_BUSY', retryable: true } })
    for (let i = 0; i <= socketLimits.refusalsInARow; i++) void socket.call('app.info')
    expect(await socket.closed).toBe(1008)
    expect(waiting).toHaveLength(socketLimits.inFlight)
  })

  it('limits the rate of commands', async () => {
    await signIn()
    const socket = await browser.socket()
    const replies = []
    for (let i = 0; i < socketLimits.rate.burst + 1; i++) replies.push(await socket.call('app.info'))
    expect(replies.filter(({ ok }) => ok)).toHaveLength(socketLimits.rate.burst)
    await clock.advance(1_000)
    expect(await socket.call('app.info')).toMatchObject({ ok: true })
  })

  it('is not opened without end', async () => {
    await signIn()
    for (let i = 0; i < mostSockets; i++) await browser.socket()
    expect(await browser.openSocket()).toBe(503)
    expect(publisher.views).toBe(mostSockets)
  })
})

describe('topics', () => {
  const event = (seq: number): StampedEvent => ({ type: 'validator.unjailed', seq, atMs: 1 })
  const snapshot = (seq: number): EngineSnapshot => ({ seq, totals: { rewardsWei: 5n } }) as EngineSnapshot

  it('reach two tabs, a hidden one only with events', async () => {
    await signIn()
    const [shown, hidden] = [await browser.socket(), await browser.socket()]
    expect(await hidden.call('view.visible', { visible: false })).toEqual({ ok: true, value: null })
    publisher.publish('engine.snapshot', snapshot(1))
    publisher.publish('engine.event', event(2))
    await shown.until(() => shown.topics.length === 2)
    await hidden.until(() => hidden.topics.length === 1)
    expect(shown.topics).toEqual([
      { topic: 'engine.snapshot', payload: { seq: 1, totals: { rewardsWei: 5n } } },
      { topic: 'engine.event', payload: event(2) }
    ])
    expect(hidden.topics).toEqual([{ topic: 'engine.event', payload: event(2) }])
    await hidden.call('view.visible', { visible: true })
    await hidden.until(() => hidden.topics.length === 2)
    expect(hidden.topics[1]).toMatchObject({ topic: 'engine.snapshot', payload: { seq: 1 } })
  })

  it('come again after a reconnect with the same session', async () => {
    await signIn()
    const first = await browser.socket()
    first.raw.terminate()
    await first.closed
    const second = await browser.socket()
    publisher.publish('engine.event', event(3))
    await second.until(() => second.topics.length === 1)
    expect(await second.call('app.info')).toMatchObject({ ok: true })
  })

  it('are held back from a reader that does not read, which gets the newest when it does', async () => {
    await signIn()
    const slow = await browser.socket()
    slow.raw.pause()
    const big = 'x'.repeat(400_000)
    for (let i = 1; i <= 60; i++) {
      publisher.publish('engine.snapshot', { ...snapshot(i), stateReason: big } as EngineSnapshot)
      await clock.advance(250)
    }
    slow.raw.resume()
    const seen = (): number[] => slow.topics.map(({ payload }) => (payload as { seq: number }).seq)
    while (seen().at(-1) !== 60) {
      await clock.advance(250)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(seen().length).toBeLessThan(60)
    expect(seen()).toEqual(seen().toSorted((a, b) => a - b))
  })
})

describe('heart-beat', () => {
  it('keeps a peer that answers and drops one that does not', async () => {
    await signIn()
    const socket = await browser.socket()
    await clock.advance(beatEveryMs)
    await socket.until(() => socket.beats === 1)
    expect(await socket.call('app.info')).toMatchObject({ ok: true })
    await clock.advance(beatEveryMs)
    await socket.until(() => socket.beats === 2)
    expect(await socket.call('app.info')).toMatchObject({ ok: true })
    socket.raw.pause()
    await clock.advance(3 * beatEveryMs)
    socket.raw.resume()
    expect(await socket.closed).toBe(1006)
    await expect.poll(() => publisher.views).toBe(0)
  })
})

describe('the server', () => {
  it('says which port is taken and what to do', async () => {
    await expect(startBrowserServer({ rendererDir, port: server.port, clock, log, publisher })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      meta: { port: server.port },
      message: expect.stringMatching(/choose another port/)
    })
  })

  it('says that the screens are not built', async () => {
    const missing = path.join(rendererDir, 'none')
    await expect(startBrowserServer({ rendererDir: missing, port: 0, clock, log, publisher })).rejects.toMatchObject({
      code: 'RENDERER_MISSING'
    })
  })

  it('takes the port that was asked for', async () => {
    const free = await freePort()
    const other = await startBrowserServer({ rendererDir, port: free, clock, log, publisher })
    expect(new URL(other.newLink()).port).toBe(String(free))
    await other.close()
  })

  it('listens on the loopback address only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address)
    for (const host of ['127.0.0.2', ...others]) await expect(reach(host, server.port)).rejects.toThrow('ECONNREFUSED')
  })

  it('ends the sockets when it closes', async () => {
    await signIn()
    const socket = await browser.socket()
    await server.close()
    expect([1001, 1006]).toContain(await socket.closed)
    await expect(browser.send({ path: '/' })).rejects.toThrow()
    expect(clock.sleeping).toBe(0)
  })

  it('answers that it is not ready while nothing is served', async () => {
    const bare = await startBrowserServer({ rendererDir, port: 0, clock, log, publisher })
    const visitor = testBrowser(bare.port)
    await visitor.signIn(bare.newLink())
    const socket = await visitor.socket()
    expect(await socket.call('app.info')).toMatchObject({ error: { code: 'IPC_NOT_READY', retryable: true } })
    await bare.close()
  })
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

const reach = (host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request({ host, port, path: '/', timeout: 2_000 }, () => resolve())
    sent.on('error', reject)
    sent.on('timeout', () => sent.destroy(new Error('ECONNREFUSED by silence')))
    sent.end()
  })
