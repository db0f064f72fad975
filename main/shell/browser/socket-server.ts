import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { beatEveryMs, maxRequestBytes } from '../../../shared/ipc/wire-frames.ts'
import { every } from '../../engine/runtime/every.ts'
import { isOwnOrigin, ownHost } from './origin-guard.ts'
import type { Sessions } from './sessions.ts'
import { type SocketDeps, SocketView } from './socket-view.ts'

export type SocketServerDeps = SocketDeps & {
  port: () => number
  sessions: Sessions
  allow: () => boolean
  signal: AbortSignal
}

export const mostSockets = 16
const ipcPath = '/ipc'

/** Upgrades to the IPC WebSocket. Order: rate -> Host -> Origin -> cookie -> path -> number of connections. */
export function socketServer(deps: SocketServerDeps): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxRequestBytes, perMessageDeflate: false })
  const views = new Set<SocketView>()
  let count = 0
  deps.signal.addEventListener('abort', () => closeAll(server), { once: true })
  const beats = async (): Promise<void> => {
    for (const view of views) view.beat(deps.clock.now())
  }
  every({ clock: deps.clock, ms: beatEveryMs, signal: deps.signal }, beats).catch(() => {})

  return (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const status = refusal(request, deps) ?? (views.size >= mostSockets ? '503 Service Unavailable' : null)
    if (status !== null) {
      deps.log.warn('browser.socket-refused', { status })
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
      return
    }
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const view = new SocketView(webSocket, `browser-${++count}`, deps)
      views.add(view)
      webSocket.on('close', () => views.delete(view))
    })
  }
}

function refusal(request: IncomingMessage, { port, sessions, allow }: SocketServerDeps): string | null {
  if (!allow()) return '429 Too Many Requests'
  const host = ownHost(request, port())
  if (host === null || !isOwnOrigin(request, host)) return '403 Forbidden'
  if (!sessions.has(request)) return '401 Unauthorized'
  return request.url === ipcPath ? null : '404 Not Found'
}

function closeAll(server: WebSocketServer): void {
  for (const client of server.clients) {
    client.close(1001, 'the app ends')
    client.terminate()
  }
  server.close()
}
