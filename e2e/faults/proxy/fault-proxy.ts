import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import type { AskUpstream, Call, Fault, Plan, RpcError } from './fault.ts'
import { createFaultScript, type Injection } from './fault-script.ts'
import { sendHttp, sendSocket } from './send-broken.ts'

/** A call that came by. `fault` is what it met. */
export type Passed = Call & { atMs: number; by: 'http' | 'websocket'; fault: Fault['kind'] | null }

/** Between an asker and one endpoint: passes everything on, until it is told to break something. */
export type FaultProxy = {
  httpUrl: string
  wsUrl: string
  inject(plan: Plan): Injection
  /** Ends every injection, mends the lines and forgets what came by. */
  clear(): void
  /** The newest calls, oldest first; times by the process's own clock. */
  passed(): readonly Passed[]
  /** Closes every websocket and refuses new ones. */
  cutSockets(): void
  /** Leaves the websockets open and drops what subscriptions bring. */
  muteSubscriptions(): void
  /** Lets websockets work again. */
  mendSockets(): void
  /** Websockets that are open at this moment. */
  sockets(): number
  stop(): Promise<void>
}

type Upstream = { httpUrl: string; wsUrl?: string }
type Asked = Call & { id: unknown }
type Answer = { result: unknown } | { error: RpcError }

const kept = 20_000

/** Starts it on the loopback address, on a free port that both schemes share. */
export async function startFaultProxy(upstream: Upstream, { seed = 1 } = {}): Promise<FaultProxy> {
  const script = createFaultScript({ seed, now: () => performance.now() })
  const passed: Passed[] = []
  let sockets: 'open' | 'cut' | 'mute' = 'open'

  function meet(call: Call, by: Passed['by']): Fault | null {
    const fault = script.take(call)
    passed.push({ method: call.method, params: call.params, atMs: performance.now(), by, fault: fault?.kind ?? null })
    if (passed.length > kept) passed.splice(0, kept / 10)
    return fault
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = JSON.parse(await bodyOf(request)) as Asked | Asked[]
    const met = [asked].flat().map((one) => ({ one, fault: meet(one, 'http') }))
    const answers = await Promise.all(met.map(({ one, fault }) => answerTo(upstream, one, fault)))
    const worst = met.find(({ fault }) => fault)?.fault ?? null
    sendHttp(response, worst, JSON.stringify(Array.isArray(asked) ? answers : answers[0]))
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  const lines = new WebSocketServer({ server, maxPayload: 16_000_000 })
  lines.on('connection', (near) => {
    if (sockets === 'cut' || upstream.wsUrl === undefined) return near.terminate()
    return bridge({ near, upstream, meet, isMute: () => sockets === 'mute' })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    httpUrl: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    inject: script.inject,
    clear() {
      script.clear()
      passed.length = 0
      sockets = 'open'
    },
    passed: () => passed,
    cutSockets() {
      sockets = 'cut'
      for (const line of lines.clients) line.terminate()
    },
    muteSubscriptions() {
      sockets = 'mute'
    },
    mendSockets() {
      sockets = 'open'
    },
    sockets: () => lines.clients.size,
    async stop() {
      for (const line of lines.clients) line.terminate()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** What the asker gets, before it is broken on its way. */
async function answerTo(upstream: Upstream, { id, ...call }: Asked, fault: Fault | null): Promise<object> {
  const base = { jsonrpc: '2.0', id: fault?.kind === 'wrong-id' ? 987_654_321 : id }
  if (fault?.kind === 'error') {
    const { error, done } = fault
    if (done) await post(upstream, call)
    return { ...base, error: typeof error === 'function' ? error(call) : error }
  }
  // Nobody will see an answer, and what was asked shall not happen either.
  if (fault?.kind === 'time-out' || fault?.kind === 'status' || fault?.kind === 'hang-up') return base
  const answer = await post(upstream, fault?.kind === 'rewrite' ? fault.rewrite(call) : call)
  if (fault?.kind !== 'edit' || 'error' in answer) return { ...base, ...answer }
  const ask: AskUpstream = async (method, params) => {
    const other = await post(upstream, { method, params })
    if ('error' in other) throw new Error(other.error.message)
    return other.result
  }
  return { ...base, result: await fault.edit({ result: answer.result, call, ask }) }
}

async function post({ httpUrl }: Upstream, { method, params }: Call): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(httpUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { result, error } = (await response.json()) as { result?: unknown; error?: RpcError }
  return error ? { error } : { result: result ?? null }
}

type Bridge = {
  near: WebSocket
  upstream: Upstream
  meet(call: Call, by: 'websocket'): Fault | null
  isMute(): boolean
}

const overSocket = ['eth_subscribe', 'eth_unsubscribe']

/** Subscriptions go through a socket of their own to the endpoint; everything else by HTTP, so that faults are the same on both. */
function bridge({ near, upstream, meet, isMute }: Bridge): void {
  const far = new WebSocket(upstream.wsUrl ?? '')
  const ready = new Promise<void>((resolve) => far.once('open', () => resolve()))
  const send = (text: string): void => {
    if (near.readyState === near.OPEN) near.send(text)
  }
  far.on('message', (data) => {
    const text = String(data)
    if (!isMute() || !text.includes('"eth_subscription"')) send(text)
  })
  far.on('error', () => near.terminate())
  far.on('close', () => near.close())
  near.on('close', () => far.close())
  near.on('error', () => far.close())
  near.on('message', (data) => {
    const text = String(data)
    const asked = JSON.parse(text) as Asked
    const fault = meet(asked, 'websocket')
    if (!fault && overSocket.includes(asked.method)) return void ready.then(() => far.send(text))
    answerTo(upstream, asked, fault).then(
      (answer) => near.readyState === near.OPEN && sendSocket(near, fault, JSON.stringify(answer)),
      () => near.terminate()
    )
    return undefined
  })
}
