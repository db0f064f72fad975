import { AbortedError } from '../../../shared/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { withTimeout } from '../runtime/with-timeout.ts'
import { encodeRpcRequest, parseRpcObject, resultOf } from './json-rpc.ts'
import { EndpointError } from './rpc-error.ts'
import type { SubscriptionHandlers } from './rpc-transport.ts'

export type WsConnectionOptions = {
  socket: WebSocket
  clock: Clock
  hidden: readonly string[]
  maxMessageChars: number
  /** A connection with subscriptions that was silent for so long is asked for a sign of life. */
  silenceMs: number
  /** ... and closed when the sign does not come in time. */
  signOfLifeMs: number
  onHeartbeat: () => void
  onClosed: (error: EndpointError) => void
}

type Call = { method: string; params: readonly unknown[] }
type Pending = { method: string; resolve: (result: unknown) => void; reject: (error: unknown) => void }

/** One open socket: matches answers with requests by id, hands out subscriptions, notices a half-open line. Dead after the first failure. */
export class WsConnection {
  readonly #options: WsConnectionOptions
  readonly #pending = new Map<number, Pending>()
  readonly #subscriptions = new Map<string, SubscriptionHandlers>()
  readonly #life = new AbortController()
  #lastId = 0
  #lastMessageMs: number
  #watching = false

  constructor(options: WsConnectionOptions) {
    this.#options = options
    this.#lastMessageMs = options.clock.now()
    options.socket.addEventListener('message', (event) => this.#receive(event.data))
    options.socket.addEventListener('close', () => this.close(new EndpointError('unreachable', 'connection closed')))
    options.socket.addEventListener('error', () => this.close(new EndpointError('unreachable', 'connection failed')))
  }

  request(call: Call, signal: AbortSignal): Promise<unknown> {
    return this.#send(call, signal, (result) => result)
  }

  subscribe(
    params: readonly unknown[],
    handlers: SubscriptionHandlers,
    signal: AbortSignal
  ): Promise<{ unsubscribe: () => void }> {
    // Registered while the answer is handled: the first notification may be the very next message.
    return this.#send({ method: 'eth_subscribe', params }, signal, (id) => {
      if (typeof id !== 'string' || id === '') throw new EndpointError('bad-answer', 'subscription without an id')
      this.#subscriptions.set(id, handlers)
      void this.#watch()
      return { unsubscribe: () => this.#unsubscribe(id) }
    })
  }

  close(error: EndpointError): void {
    if (this.#life.signal.aborted) return
    this.#life.abort(error)
    const lost = [...this.#subscriptions.values()]
    const pending = [...this.#pending.values()]
    this.#subscriptions.clear()
    this.#pending.clear()
    this.#options.socket.close()
    for (const request of pending) request.reject(error)
    this.#options.onClosed(error)
    for (const handlers of lost) handlers.onLost()
  }

  #send<T>({ method, params }: Call, signal: AbortSignal, read: (result: unknown) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new AbortedError(signal.reason))
      if (this.#life.signal.aborted) return reject(this.#life.signal.reason)
      const id = ++this.#lastId
      const forget = (): void => {
        this.#pending.delete(id)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = (): void => {
        forget()
        reject(new AbortedError(signal.reason))
      }
      const fail = (error: unknown): void => {
        forget()
        reject(error)
      }
      const finish = (result: unknown): void => {
        forget()
        try {
          resolve(read(result))
        } catch (error) {
          reject(error)
        }
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#pending.set(id, { method, resolve: finish, reject: fail })
      this.#options.socket.send(encodeRpcRequest(id, method, params))
    })
  }

  #receive(data: unknown): void {
    if (this.#life.signal.aborted) return
    this.#lastMessageMs = this.#options.clock.now()
    try {
      if (typeof data !== 'string') throw new EndpointError('bad-answer', 'binary message')
      if (data.length > this.#options.maxMessageChars) throw new EndpointError('bad-answer', 'message too large')
      this.#dispatch(parseRpcObject(data))
    } catch (error) {
      const known = error instanceof EndpointError
      this.close(known ? error : new EndpointError('bad-answer', 'message could not be used', { cause: error }))
    }
  }

  #dispatch(message: Record<string, unknown>): void {
    if (message.method === 'eth_subscription') {
      const { subscription, result } = (message.params ?? {}) as Record<string, unknown>
      if (typeof subscription === 'string') this.#subscriptions.get(subscription)?.onMessage(result)
      return
    }
    const id = message.id === null && this.#pending.size === 1 ? [...this.#pending.keys()][0] : message.id
    const pending = typeof id === 'number' ? this.#pending.get(id) : undefined
    // An answer that nobody waits for any more came after its time-out.
    if (typeof id !== 'number' || !pending) return
    try {
      pending.resolve(resultOf(message, { id, method: pending.method, hidden: this.#options.hidden }))
    } catch (error) {
      pending.reject(error)
    }
  }

  #unsubscribe(id: string): void {
    if (!this.#subscriptions.delete(id)) return
    // The node drops the subscription with the socket at the latest, so a failure here changes nothing.
    this.request({ method: 'eth_unsubscribe', params: [id] }, this.#life.signal).catch(() => {})
  }

  async #watch(): Promise<void> {
    if (this.#watching) return
    this.#watching = true
    const { clock, silenceMs } = this.#options
    try {
      while (this.#subscriptions.size > 0) {
        const silentMs = clock.now() - this.#lastMessageMs
        if (silentMs >= silenceMs) await this.#askForSignOfLife()
        else await clock.sleep(silenceMs - silentMs, this.#life.signal)
      }
    } catch (error) {
      this.close(error instanceof EndpointError ? error : new EndpointError('unreachable', 'no sign of life'))
    } finally {
      this.#watching = false
    }
  }

  async #askForSignOfLife(): Promise<void> {
    const { clock, signOfLifeMs, onHeartbeat } = this.#options
    const onTimeout = (): Error => new EndpointError('timeout', 'connection went silent')
    onHeartbeat()
    await withTimeout({ clock, ms: signOfLifeMs, signal: this.#life.signal, onTimeout }, (signal) =>
      this.request({ method: 'eth_chainId', params: [] }, signal)
    )
  }
}
