import { beforeEach, describe, expect, it } from 'vitest'
import { encodeFrame } from '../../shared/ipc/wire-frames.ts'
import { SocketBridge, type SocketLike, socketTimes } from './socket-bridge.ts'

class SocketDouble implements SocketLike {
  readyState = 0
  readonly sent: Record<string, unknown>[] = []
  #listeners = new Map<string, (event: { data?: unknown }) => void>()
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.#listeners.set(type, listener)
  }
  send(text: string): void {
    if (this.readyState !== 1) throw new Error('InvalidStateError')
    this.sent.push(JSON.parse(text))
  }
  close(): void {
    this.readyState = 2
  }
  open(): void {
    this.readyState = 1
    this.#listeners.get('open')?.({})
  }
  lose(): void {
    this.readyState = 3
    this.#listeners.get('close')?.({})
  }
  receive(data: unknown): void {
    this.#listeners.get('message')?.({ data })
  }
}

let nowMs: number
let timers: { atMs: number; fn: () => void }[]
let sockets: SocketDouble[]
let bridge: SocketBridge
let connection: boolean[]

const last = (): SocketDouble => sockets.at(-1) ?? new SocketDouble()
const advance = (ms: number): void => {
  const endMs = nowMs + ms
  for (;;) {
    const due = timers.filter((t) => t.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
    if (!due) break
    timers = timers.filter((t) => t !== due)
    nowMs = due.atMs
    due.fn()
  }
  nowMs = endMs
}

beforeEach(() => {
  nowMs = 0
  timers = []
  sockets = []
  connection = []
  bridge = new SocketBridge({
    open: () => {
      const socket = new SocketDouble()
      sockets.push(socket)
      return socket
    },
    setTimer: (fn, ms) => {
      const timer = { atMs: nowMs + ms, fn }
      timers.push(timer)
      return timer
    },
    clearTimer: (timer) => {
      timers = timers.filter((t) => t !== timer)
    },
    random: () => 1
  })
  bridge.onConnection((connected) => void connection.push(connected))
})

describe('calls', () => {
  it('made before the connection wait for it and get their own replies', async () => {
    const first = bridge.invoke('app.info', undefined)
    const second = bridge.invoke('outputs.page', { before: 5n, limit: 1, mine: true })
    last().open()
    expect(last().sent).toEqual([
      { id: 1, name: 'app.info' },
      { id: 2, name: 'outputs.page', input: { before: { $n: '5' }, limit: 1, mine: true } }
    ])
    last().receive(encodeFrame({ id: 2, reply: { ok: true, value: { total: 7n } } }))
    last().receive(
      encodeFrame({ id: 1, reply: { ok: false, error: { code: 'X', message: '', retryable: false, context: {} } } })
    )
    expect(await second).toEqual({ ok: true, value: { total: 7n } })
    expect(await first).toMatchObject({ ok: false, error: { code: 'X' } })
    expect(timers).toHaveLength(1)
  })

  it('end when the connection does, and are refused while there is none', async () => {
    last().open()
    const pending = bridge.invoke('app.info', undefined)
    last().lose()
    expect(await pending).toMatchObject({ ok: false, error: { code: 'IPC_DISCONNECTED', retryable: true } })
    expect(await bridge.invoke('app.info', undefined)).toMatchObject({ error: { code: 'IPC_DISCONNECTED' } })
  })

  it('are sent once when they waited for a reconnect', async () => {
    last().lose()
    advance(socketTimes.firstRetryMs)
    const pending = bridge.invoke('app.info', undefined)
    last().open()
    expect(last().sent).toHaveLength(1)
    last().receive(encodeFrame({ id: 1, reply: { ok: true, value: null } }))
    expect(await pending).toEqual({ ok: true, value: null })
  })

  it('end by time-out when the server beats but does not answer', async () => {
    last().open()
    const pending = bridge.invoke('engine.stop', undefined)
    for (let i = 0; i < 4; i++) {
      advance(15_000)
      last().receive(encodeFrame({ beat: i }))
    }
    expect(await pending).toMatchObject({ error: { code: 'IPC_TIMEOUT', retryable: true } })
    last().receive(encodeFrame({ id: 1, reply: { ok: true, value: 1 } }))
    expect(connection).toEqual([true])
  })
})

describe('topics', () => {
  it('reach their listeners until these leave, over reconnects', () => {
    const got: unknown[] = []
    const off = bridge.subscribe('engine.event', (event) => void got.push(event))
    bridge.subscribe('engine.snapshot', () => void got.push('snapshot'))
    const tell = (seq: number): void => last().receive(encodeFrame({ topic: 'engine.event', payload: { seq } }))
    last().open()
    tell(1)
    last().lose()
    advance(socketTimes.firstRetryMs)
    last().open()
    tell(2)
    off()
    tell(3)
    expect(got).toEqual([{ seq: 1 }, { seq: 2 }])
  })

  it('are told to the others when one listener throws', () => {
    const reported: unknown[] = []
    const original = globalThis.reportError
    globalThis.reportError = (error) => void reported.push(error)
    const got: unknown[] = []
    bridge.subscribe('engine.event', () => {
      throw new Error('mine')
    })
    bridge.subscribe('engine.event', (event) => void got.push(event))
    last().open()
    last().receive(encodeFrame({ topic: 'engine.event', payload: { seq: 1 } }))
    globalThis.reportError = original
    expect(got).toEqual([{ seq: 1 }])
    expect(reported).toMatchObject([{ message: 'mine' }])
  })

  it('are not confused by what is no frame', () => {
    last().open()
    for (const data of ['x', '{}', '[]', 5, null, new ArrayBuffer(2)]) last().receive(data)
    expect(connection).toEqual([true])
  })
})

describe('the connection', () => {
  it('is told as it is, also to a listener that comes late', () => {
    expect(connection).toEqual([])
    last().open()
    const late: boolean[] = []
    const off = bridge.onConnection((connected) => void late.push(connected))
    last().lose()
    off()
    advance(socketTimes.firstRetryMs)
    last().open()
    expect(connection).toEqual([true, false, true])
    expect(late).toEqual([true, false])
  })

  it('is tried again after growing pauses with a ceiling, and quickly again after a success', () => {
    const atMs: number[] = []
    for (let i = 0; i < 8; i++) {
      last().lose()
      const before = sockets.length
      while (sockets.length === before) advance(1)
      atMs.push(nowMs)
    }
    expect(atMs.map((at, i) => at - (atMs[i - 1] ?? 0))).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000])
    last().open()
    last().lose()
    advance(250)
    expect(sockets).toHaveLength(10)
    expect(connection).toEqual([false, true, false])
  })

  it('is given up when the server fell silent', () => {
    last().open()
    advance(socketTimes.silenceMs - 1)
    last().receive(encodeFrame({ beat: 1 }))
    advance(socketTimes.silenceMs - 1)
    expect(connection).toEqual([true])
    const silent = last()
    advance(1)
    expect(connection).toEqual([true, false])
    expect(silent.readyState).toBe(2)
    advance(socketTimes.firstRetryMs)
    last().open()
    silent.lose()
    silent.receive(encodeFrame({ beat: 1 }))
    expect(connection).toEqual([true, false, true])
  })

  it('is tried at once when asked to hurry, but not twice at a time', () => {
    bridge.hurry()
    expect(sockets).toHaveLength(1)
    last().lose()
    bridge.hurry()
    expect(sockets).toHaveLength(2)
    advance(60_000)
    expect(sockets).toHaveLength(2)
  })
})
