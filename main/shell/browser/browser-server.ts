import { access } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Logger } from '../../engine/ports.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import type { Answer, IpcPort } from '../../ipc/port.ts'
import type { Publisher } from '../../ipc/publish.ts'
import { rateLimit } from '../rate-limit.ts'
import { listenOnLoopback } from './listen.ts'
import { OneTimeTokens } from './one-time-tokens.ts'
import { pageHandler } from './page-handler.ts'
import { Sessions } from './sessions.ts'
import { socketServer } from './socket-server.ts'

export type BrowserServerDeps = {
  rendererDir: string
  /** 0 takes a free port. */
  port: number
  clock: Clock
  log: Logger
  publisher: Publisher
}

export type BrowserServer = {
  readonly port: number
  readonly ipc: IpcPort
  /** A URL that opens the app in one browser, once. */
  newLink(): string
  close(): Promise<void>
}

/** HTTP and WebSocket on loopback. Throws AppError RENDERER_MISSING, PORT_TAKEN, PORT_NOT_ALLOWED or LISTEN_FAILED. */
export async function startBrowserServer(deps: BrowserServerDeps): Promise<BrowserServer> {
  await requireRenderer(deps.rendererDir)
  const { clock, log, publisher } = deps
  const tokens = new OneTimeTokens(clock)
  const sessions = new Sessions()
  const allow = rateLimit(clock, { perSecond: 100, burst: 400 })
  const abort = new AbortController()
  let answer: Answer | null = null
  let port = deps.port
  const shared = { port: () => port, sessions, allow, log }
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 5_000, requestTimeout: 10_000 })
  server.maxConnections = 128
  server.on('request', pageHandler({ ...shared, root: deps.rendererDir, tokens }))
  server.on('upgrade', socketServer({ ...shared, clock, publisher, answer: () => answer, signal: abort.signal }))
  port = await listenOnLoopback(server, deps.port)
  server.on('error', () => log.error('browser.server-error'))
  sessions.bindTo(port)
  return {
    port,
    ipc: {
      serve(next) {
        answer = next
        return () => {
          answer = null
        }
      }
    },
    newLink: () => `http://127.0.0.1:${port}/?token=${tokens.issue()}`,
    close: () => {
      abort.abort(new Error('server closed'))
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    }
  }
}

async function requireRenderer(dir: string): Promise<void> {
  try {
    await access(path.join(dir, 'index.html'))
  } catch (error) {
    const message = 'The screens have not been built: run "npm start", or "npm run build" and start again.'
    throw new AppError({ code: 'RENDERER_MISSING' }, { message, cause: error })
  }
}
