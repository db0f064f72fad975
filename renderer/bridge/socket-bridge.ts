import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { Reply } from '../../shared/ipc/result.ts'
import { beatEveryMs, decodeServerFrame, encodeFrame } from '../../shared/ipc/wire-frames.ts'
import { Listeners } from './listeners.ts'

/** The part of a browser's WebSocket that is used. */
export type SocketLike = {
  readonly readyState: number
  send(text: string): void
  close(): void
  addEventListener(type: 'open' | 'close' | 'message', listener: (event: { data?: unknown }) => void): void
}

export type SocketBridgeDeps = {
  open: () => SocketLike
  setTimer: (fn: () => void, ms: number) => unknown
  clearTimer: (timer: unknown) => void
  /** 0..1 */
  random: () => number
}

export const socketTimes = { firstRetryMs: 250, lastRetryMs: 5_000, replyMs: 60_000, silenceMs: 3 * beatEveryMs }

const openState = 1

type Waiting = { text: string; settle: (reply: Reply<unknown>) => void; timer: unknown }

/** The bridge over a WebSocket: connects at once, again after each loss with growing pauses, and answers every call, if need be with IPC_DISCONNECTED or IPC_TIMEOUT. Calls made before the first connection wait for it. */
export class SocketBridge {
  readonly #deps: SocketBridgeDeps
  readonly #waiting = new Map<number, Waiting>()
  readonly #topics = new Listeners<string>()
  readonly #connection = new Listeners<'connected'>()
  #socket: SocketLike | null = null
  #connected: boolean | null = null
  #failures = 0
  #lastId = 0
  #silence: unknown = null
  #retry: unknown = null

  constructor(deps: SocketBridgeDeps) {
    this.#deps = deps
    this.#connect()
  }

  readonly invoke = ((name: string, input: unknown) => this.#call(name, input)) as Bridge['invoke']

  readonly subscribe = ((name: string, listener: (payload: unknown) => void) =>
    this.#topics.add(name, listener)) as Bridge['subscribe']

  readonly onConnection: Bridge['onConnection'] = (listener) => {
    const off = this.#connection.add('connected', listener as (value: unknown) => void)
    if (this.#connected !== null) listener(this.#connected)
    return off
  }

  /** Tries at once instead of at the end of the pause: the network or the window came back. */
  readonly hurry = (): void => {
    if (this.#socket !== null) return
    this.#deps.clearTimer(this.#retry)
    this.#connect()
  }

  #connect(): void {
    const socket = this.#deps.open()
    this.#socket = socket
    socket.addEventListener('open', () => this.#onOpen(socket))
    socket.addEventListener('close', () => this.#onLost(socket))
    socket.addEventListener('message', ({ data }) => this.#onMessage(socket, data))
  }

  #onOpen(socket: SocketLike): void {
    if (socket !== this.#socket) return
    this.#failures = 0
    this.#listenForSilence(socket)
    for (const { text } of this.#waiting.values()) socket.send(text)
    this.#tell(true)
  }

  #onLost(socket: SocketLike): void {
    if (socket !== this.#socket) return
    this.#socket = null
    this.#deps.clearTimer(this.#silence)
    for (const id of [...this.#waiting.keys()]) {
      this.#settle(id, failed('IPC_DISCONNECTED', 'The connection to the app was lost.'))
    }
    this.#retry = this.#deps.setTimer(() => this.#connect(), this.#pauseMs())
    this.#tell(false)
  }

  #pauseMs(): number {
    const { firstRetryMs, lastRetryMs } = socketTimes
    const nominal = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(this.#failures++, 20))
    return nominal * (0.5 + this.#deps.random() / 2)
  }

  #listenForSilence(socket: SocketLike): void {
    this.#deps.clearTimer(this.#silence)
    this.#silence = this.#deps.setTimer(() => {
      socket.close()
      this.#onLost(socket)
    }, socketTimes.silenceMs)
  }

  #onMessage(socket: SocketLike, data: unknown): void {
    if (socket !== this.#socket) return
    this.#listenForSilence(socket)
    const frame = typeof data === 'string' ? decodeServerFrame(data) : null
    if (frame === null) return
    if ('reply' in frame) this.#settle(frame.id, frame.reply)
    else if ('topic' in frame) this.#topics.tell(frame.topic, frame.payload)
  }

  #call(name: string, input: unknown): Promise<Reply<unknown>> {
    if (this.#socket === null) {
      return Promise.resolve(failed('IPC_DISCONNECTED', 'There is no connection to the app.'))
    }
    const id = ++this.#lastId
    const text = encodeFrame(input === undefined ? { id, name } : { id, name, input })
    if (this.#socket.readyState === openState) this.#socket.send(text)
    return new Promise((settle) => {
      const timer = this.#deps.setTimer(
        () => this.#settle(id, failed('IPC_TIMEOUT', 'The app did not answer in time.')),
        socketTimes.replyMs
      )
      this.#waiting.set(id, { text, settle, timer })
    })
  }

  #settle(id: number, reply: Reply<unknown>): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    this.#waiting.delete(id)
    this.#deps.clearTimer(waiting.timer)
    waiting.settle(reply)
  }

  #tell(connected: boolean): void {
    if (this.#connected === connected) return
    this.#connected = connected
    this.#connection.tell('connected', connected)
  }
}

const failed = (code: string, message: string): Reply<never> => ({
  ok: false,
  error: { code, message, retryable: true, context: {} }
})
