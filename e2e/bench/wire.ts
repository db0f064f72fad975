import { setImmediate as turn } from 'node:timers/promises'

/** Marks the addresses whose requests are counted. */
export const counted = '?counted'

type Sub = { id: string; socket: BenchSocket; kind: string; filter: Record<string, unknown> }
type Call = { id: number; method: string; params: unknown[] }

/**
 * The line between engines and nodes while a bench runs in virtual time: requests over fetch and websockets go to the real nodes, are counted where
 * their address asks for it, and are known to be under way; what subscriptions bring is pushed by the bench.
 */
export type Wire = {
  /** Requests to counted addresses so far, by method. */
  requests(): Record<string, number>
  /** Messages of subscriptions to counted addresses. */
  pushed(): number
  /** Resolves when nothing is under way. */
  settle(): Promise<void>
  /** Keeps work that uses neither fetch nor a websocket. */
  track<T>(work: Promise<T>): Promise<T>
  /** Tells subscribers of the newest head and of the logs since the last time. */
  push(): Promise<void>
  /** Puts fetch and WebSocket back. */
  restore(): void
}

/** Replaces the process's fetch and WebSocket until `restore`. `l1HttpUrl` is the chain whose heads and logs are pushed. */
export function openWire(l1HttpUrl: string): Wire {
  const real = { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket }
  const counts: Record<string, number> = {}
  const subs = new Map<string, Sub>()
  let underWay = 0
  let pushed = 0
  let lastId = 0
  let lastPushed: bigint | null = null

  const count = (isCounted: boolean, method: string): void => {
    if (isCounted) counts[method] = (counts[method] ?? 0) + 1
  }
  async function track<T>(work: Promise<T>): Promise<T> {
    underWay += 1
    try {
      return await work
    } finally {
      underWay -= 1
    }
  }
  /** The whole answer is read before it is given on, so that nothing is under way afterwards. */
  async function whole(url: string, init: RequestInit | undefined): Promise<Response> {
    const response = await real.fetch(url, init)
    return new Response(await response.text(), { status: response.status, headers: response.headers })
  }
  const fetchCounted: typeof fetch = (input, init) => {
    const url = String(input instanceof Request ? input.url : input)
    const isCounted = url.endsWith(counted)
    if (isCounted) count(true, methodOf(init?.body))
    return track(whole(isCounted ? url.slice(0, -counted.length) : url, init))
  }
  async function ask(method: string, params: unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const response = await real.fetch(l1HttpUrl, { method: 'POST', headers: json, body })
    return ((await response.json()) as { result?: unknown }).result
  }

  function receive(socket: BenchSocket, call: Call): void {
    count(socket.isCounted, call.method)
    const reply = (rest: object): void => socket.tell({ jsonrpc: '2.0', id: call.id, ...rest })
    if (call.method === 'eth_subscribe') {
      const id = `0x${(++lastId).toString(16)}`
      const [kind, filter] = call.params as [string, Record<string, unknown> | undefined]
      subs.set(id, { id, socket, kind, filter: filter ?? {} })
      reply({ result: id })
    } else if (call.method === 'eth_unsubscribe') {
      reply({ result: subs.delete(String(call.params[0])) })
    } else void track(forward(socket, call).catch(() => socket.close()))
  }
  async function forward(socket: BenchSocket, call: Call): Promise<void> {
    const body = JSON.stringify({ jsonrpc: '2.0', ...call })
    const response = await real.fetch(socket.httpUrl, { method: 'POST', headers: json, body })
    socket.tell(await response.json())
  }
  const give = ({ id, socket }: Sub, result: unknown): void => {
    if (socket.isCounted) pushed += 1
    socket.tell({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription: id, result } })
  }

  const SocketOnWire = class extends BenchSocket {
    constructor(url: string | URL) {
      super(url, receive, (socket) => {
        for (const [id, sub] of subs) if (sub.socket === socket) subs.delete(id)
      })
    }
  }
  Object.assign(globalThis, { fetch: fetchCounted, WebSocket: SocketOnWire })

  return {
    requests: () => ({ ...counts }),
    pushed: () => pushed,
    track,
    async settle() {
      for (let quiet = 0; quiet < 6; quiet = underWay === 0 ? quiet + 1 : 0) await turn()
    },
    async push() {
      const head = (await ask('eth_getBlockByNumber', ['latest', false])) as { number: string }
      const to = BigInt(head.number)
      const from = (lastPushed ?? to - 1n) + 1n
      lastPushed = to
      if (from > to) return
      const range = { fromBlock: `0x${from.toString(16)}`, toBlock: head.number }
      for (const sub of [...subs.values()]) {
        if (sub.kind === 'newHeads') give(sub, head)
        else for (const log of (await ask('eth_getLogs', [{ ...sub.filter, ...range }])) as unknown[]) give(sub, log)
      }
    },
    restore: () => void Object.assign(globalThis, real)
  }
}

const json = { 'content-type': 'application/json' }
const methodOf = (body: unknown): string => (JSON.parse(String(body)) as { method: string }).method

/** What the engine needs of a WebSocket. */
class BenchSocket extends EventTarget {
  readonly isCounted: boolean
  readonly httpUrl: string
  readonly #receive: (socket: BenchSocket, call: Call) => void
  readonly #onClose: (socket: BenchSocket) => void
  #open = true

  constructor(
    url: string | URL,
    receive: (socket: BenchSocket, call: Call) => void,
    onClose: (socket: BenchSocket) => void
  ) {
    super()
    const text = String(url)
    this.isCounted = text.endsWith(counted)
    this.httpUrl = (this.isCounted ? text.slice(0, -counted.length) : text).replace(/^ws/, 'http')
    this.#receive = receive
    this.#onClose = onClose
    queueMicrotask(() => this.dispatchEvent(new Event('open')))
  }

  send(text: string): void {
    queueMicrotask(() => this.#receive(this, JSON.parse(text) as Call))
  }

  tell(message: unknown): void {
    if (this.#open) this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    this.#onClose(this)
    this.dispatchEvent(new Event('close'))
  }
}
