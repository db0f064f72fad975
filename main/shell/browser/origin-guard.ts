import type { IncomingMessage } from 'node:http'

type Request = Pick<IncomingMessage, 'headersDistinct' | 'headers'>

/** The host by which the page calls us, or null when the request was meant for another name (DNS rebinding) or another port. */
export function ownHost(request: Request, port: number): string | null {
  const hosts = request.headersDistinct.host ?? []
  const host = hosts.length === 1 ? hosts[0] : undefined
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` ? host : null
}

/** Whether the request comes from a page that this server sent, under the same name. A missing Origin is refused. */
export const isOwnOrigin = (request: Request, host: string): boolean => request.headers.origin === `http://${host}`
