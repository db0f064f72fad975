import type { WebSocket } from 'ws'
import type { Reply } from '../../../shared/ipc/result.ts'
import { decodeRequest, encodeFrame, type RequestFrame } from '../../../shared/ipc/wire-frames.ts'
import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import type { Answer } from '../../ipc/port.ts'
import type { Publisher } from '../../ipc/publish.ts'
import { notReady, refuse } from '../../ipc/refuse.ts'
import { rateLimit } from '../rate-limit.ts'

export type SocketDeps = {
  clock: Clock
  log: Logger
  publisher: Publisher
  answer: () => Answer | null
}

/** Above `pauseBytes` waiting for a slow reader nothing is pushed to it; above `cutBytes` it is cut off. */
export const socketLimits = {
  pauseBytes: 1024 * 1024,
  cutBytes: 16 * 1024 * 1024,
  inFlight: 32,
  rate: { perSecond: 40, burst: 120 },
  refusalsInARow: 400
}

/** Serves one authenticated WebSocket: commands in, replies and topics out. */
export class SocketView {
  readonly #socket: WebSocket
  readonly #deps: SocketDeps
  readonly #view: ReturnType<Publisher['addView']>
  readonly #allow: () => boolean
  #inFlight = 0
  #refusals = 0
  #heard = true

  constructor(socket: WebSocket, id: string, deps: SocketDeps) {
    this.#socket = socket
    this.#deps = deps
    this.#allow = rateLimit(deps.clock, socketLimits.rate)
    this.#view = deps.publisher.addView({
      id,
      send: (topic, payload) => this.#send(encodeFrame({ topic, payload })),
      ready: () => socket.bufferedAmount < socketLimits.pauseBytes,
      overrun: () => socket.terminate()
    })
    socket.on('message', (data, isBinary) => this.#onMessage(data.toString(), isBinary))
    socket.on('pong', () => this.#hear())
    socket.on('close', () => this.#view.remove())
    socket.on('error', () => deps.log.debug('browser.socket-error', { view: id }))
  }

  /** Called every `beatEveryMs`: a peer that did not answer since the last call is gone. */
  beat(nowMs: number): void {
    if (this.#heard) {
      this.#heard = false
      this.#socket.ping()
      this.#send(encodeFrame({ beat: nowMs }))
    } else {
      this.#socket.terminate()
    }
  }

  #hear(): void {
    this.#heard = true
  }

  #onMessage(text: string, isBinary: boolean): void {
    this.#hear()
    const request = isBinary ? null : decodeRequest(text)
    if (!request) this.#socket.close(1008, 'not a request')
    else if (!this.#allow() || this.#inFlight >= socketLimits.inFlight) this.#refuseBusy(request.id)
    else void this.#answer(request)
  }

  #refuseBusy(id: number): void {
    const reply = refuse('IPC_BUSY', 'Too many requests at once: wait a moment.', { retryable: true })
    this.#send(encodeFrame({ id, reply }))
    if (++this.#refusals > socketLimits.refusalsInARow) this.#socket.close(1008, 'too many requests')
  }

  async #answer({ id, name, input }: RequestFrame): Promise<void> {
    this.#refusals = 0
    this.#inFlight++
    const reply = (await this.#deps.answer()?.({ trusted: true, view: this.#view }, name, input)) ?? notReady()
    this.#inFlight--
    this.#send(this.#encode(id, reply))
  }

  #encode(id: number, reply: Reply<unknown>): string {
    try {
      return encodeFrame({ id, reply })
    } catch {
      this.#deps.log.error('browser.reply-not-encodable')
      return encodeFrame({ id, reply: refuse('INTERNAL', 'The answer cannot be sent; the log says more.') })
    }
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > socketLimits.cutBytes) this.#socket.terminate()
    else this.#socket.send(text)
  }
}
