import { AbortedError } from '../../../shared/errors.ts'
import { backoffMs } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'
import { withTimeout } from '../runtime/with-timeout.ts'
import { EndpointError } from './rpc-error.ts'
import type { RpcTransport } from './rpc-transport.ts'
import { hiddenPartsOf } from './sanitise-text.ts'
import { basicAuthOf } from './url-credentials.ts'
import { WsConnection } from './ws-connection.ts'

const reopening = { baseMs: 1_000, maxMs: 15_000, resetAfterMs: 30_000, jitter: () => 1 }

type Options = {
  url: string
  clock: Clock
  maxMessageChars?: number
  silenceMs?: number
  signOfLifeMs?: number
  openMs?: number
  onHeartbeat?: () => void
}

/** JSON-RPC over one websocket, opened at the first request and again (with back-off) at the first request after it dropped. */
export function createWsTransport(options: Options): RpcTransport {
  const { clock } = options
  const { url, authorization } = basicAuthOf(new URL(options.url))
  const hidden = hiddenPartsOf(new URL(options.url))
  const life = new AbortController()
  let opening: Promise<WsConnection> | null = null
  let current: WsConnection | null = null
  let openedMs = 0
  let failures = 0
  let notBeforeMs = 0

  const failed = (): void => {
    opening = null
    current = null
    const held = openedMs > 0 && clock.now() - openedMs >= reopening.resetAfterMs
    failures = held ? 1 : failures + 1
    openedMs = 0
    // A line that held for a while is opened again at once.
    notBeforeMs = failures === 1 ? clock.now() : clock.now() + backoffMs(reopening, failures - 1)
  }

  async function open(): Promise<WsConnection> {
    const onTimeout = (): Error => new EndpointError('timeout', 'the connection does not open')
    const ms = options.openMs ?? 10_000
    const socket = await withTimeout({ clock, ms, signal: life.signal, onTimeout }, (signal) =>
      openSocket(url, authorization, signal)
    )
    openedMs = clock.now()
    current = new WsConnection({
      socket,
      clock,
      hidden,
      maxMessageChars: options.maxMessageChars ?? 64 * 1024 * 1024,
      silenceMs: options.silenceMs ?? 45_000,
      signOfLifeMs: options.signOfLifeMs ?? 10_000,
      onHeartbeat: options.onHeartbeat ?? (() => {}),
      onClosed: failed
    })
    return current
  }

  const connection = async (signal: AbortSignal): Promise<WsConnection> => {
    if (life.signal.aborted) throw new AbortedError(life.signal.reason)
    if (!opening) {
      if (clock.now() < notBeforeMs) throw new EndpointError('unreachable', 'waiting to open the connection again')
      opening = open()
      opening.catch(failed)
    }
    return abortable(opening, signal)
  }

  return {
    origin: url.origin,
    kind: 'websocket',
    request: async (call, signal) => (await connection(signal)).request(call, signal),
    subscribe: async (params, handlers, signal) => (await connection(signal)).subscribe(params, handlers, signal),
    close() {
      life.abort(new Error('closed'))
      current?.close(new EndpointError('unreachable', 'closed'))
    }
  }
}

/** Gives up, and closes what may still open, when the signal fires. */
function openSocket(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    const giveUp = (): void => socket.close()
    const refused = (): void => reject(new EndpointError('unreachable', 'connection refused or not a websocket'))
    signal.addEventListener('abort', giveUp, { once: true })
    socket.addEventListener('error', refused, { once: true })
    socket.addEventListener('close', refused, { once: true })
    const opened = (): void => {
      signal.removeEventListener('abort', giveUp)
      resolve(socket)
    }
    socket.addEventListener('open', opened, { once: true })
  })
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new AbortedError(signal.reason))
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
