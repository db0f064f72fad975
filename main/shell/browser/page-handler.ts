import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '../../engine/ports.ts'
import { type StaticReply, staticReply } from '../static-reply.ts'
import type { OneTimeTokens } from './one-time-tokens.ts'
import { isOwnOrigin, ownHost } from './origin-guard.ts'
import { noSessionPage, plainPage, refusedPage, usedLinkPage } from './plain-page.ts'
import type { Sessions } from './sessions.ts'

export type PageDeps = {
  /** Folder of the built renderer. */
  root: string
  port: () => number
  tokens: OneTimeTokens
  sessions: Sessions
  /** False when there are too many requests. */
  allow: () => boolean
  log: Logger
}

/** Answers every plain HTTP request. Order: rate -> Host -> Origin of what is not a read -> method -> token exchange -> cookie -> file. */
export function pageHandler(deps: PageDeps): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => void answerPage(request, response, deps)
}

async function answerPage(request: IncomingMessage, response: ServerResponse, deps: PageDeps): Promise<void> {
  const { status, headers, body } = await replyTo(request, deps).catch(() => {
    deps.log.error('browser.page-failed', { method: request.method ?? '' })
    return refusedPage(500, 'Something went wrong inside the app; the log says what.')
  })
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function replyTo(request: IncomingMessage, deps: PageDeps): Promise<StaticReply> {
  if (!deps.allow()) return refusedPage(429, 'Too many requests: wait a moment.')
  const host = ownHost(request, deps.port())
  if (host === null) return refusedPage(403, 'This server answers to 127.0.0.1 and localhost only.')
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (!isRead && !isOwnOrigin(request, host)) return refusedPage(403, 'This request comes from another page.')
  const { path, token } = targetOf(request.url ?? '')
  if (token !== null && path === '/' && request.method === 'GET') return exchange(token, deps)
  if (!deps.sessions.has(request)) return noSessionPage()
  if (!isRead) return withHeaders(refusedPage(405, 'Only reading is possible here.'), { allow: 'GET, HEAD' })
  return staticReply(deps.root, path, { connect: `ws://${host}` })
}

function exchange(token: string, { tokens, sessions, log }: PageDeps): StaticReply {
  if (!tokens.redeem(token)) {
    log.warn('browser.link-refused')
    return usedLinkPage()
  }
  log.info('browser.signed-in')
  const page = plainPage(303, { title: 'Opening', lines: ['<a href="/">Go to the app</a>'] })
  return withHeaders(page, { location: '/', 'set-cookie': sessions.open() })
}

const withHeaders = (reply: StaticReply, headers: Record<string, string>): StaticReply => ({
  ...reply,
  headers: { ...reply.headers, ...headers }
})

/** The path as it was sent: normalizing it would hide an attempt to climb out. */
function targetOf(url: string): { path: string; token: string | null } {
  const at = url.indexOf('?')
  return at < 0
    ? { path: url, token: null }
    : { path: url.slice(0, at), token: new URLSearchParams(url.slice(at + 1)).get('token') }
}
