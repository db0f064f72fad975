import type { CustomScheme, Protocol } from 'electron'
import { securityHeaders } from '../csp.ts'
import { createNonce, staticReply } from '../static-reply.ts'
import { isOwnUrl, ownScheme } from './own-page.ts'

/** To be registered before the app is ready. No bypassCSP, no service workers, no CORS. */
export const ownSchemes: CustomScheme[] = [
  { scheme: ownScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }
]

/** Serves the built renderer as app://kroma/ with the same headers as the browser shell; its page may connect nowhere. */
export const serveAppProtocol = (protocol: Pick<Protocol, 'handle'>, rendererDir: string): void =>
  protocol.handle(ownScheme, (request) => answerAppRequest(request, rendererDir))

export async function answerAppRequest(
  request: Pick<Request, 'url' | 'method'>,
  rendererDir: string
): Promise<Response> {
  if (!isOwnUrl(request.url)) return refused(403)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405)
  const { status, headers, body } = await staticReply(rendererDir, pathOf(request.url), { connect: null })
  return new Response(new Uint8Array(body), { status, headers })
}

/** As it was asked for: `new URL` would take `..` out before anybody has seen it. */
const pathOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '') || '/'

const refused = (status: number): Response =>
  new Response('Refused\n', { status, headers: securityHeaders({ nonce: createNonce(), connect: null }) })
