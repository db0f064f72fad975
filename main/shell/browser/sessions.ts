import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const mostSessions = 32

const digest = (id: string): string => createHash('sha256').update(id).digest('hex')

/** Browsers that came with a good token. Alive as long as the process; the cookie's name carries the port because cookies do not tell ports apart. */
export class Sessions {
  readonly #alive = new Set<string>()
  #cookieName = 'kroma_session'

  bindTo(port: number): void {
    this.#cookieName = `kroma_session_${port}`
  }

  /** The `Set-Cookie` value of a new session. */
  open(): string {
    const id = randomBytes(32).toString('base64url')
    this.#alive.add(digest(id))
    for (const oldest of this.#alive) {
      if (this.#alive.size <= mostSessions) break
      this.#alive.delete(oldest)
    }
    return `${this.#cookieName}=${id}; HttpOnly; SameSite=Strict; Path=/`
  }

  has(request: Pick<IncomingMessage, 'headers'>): boolean {
    const id = cookieValue(request.headers.cookie ?? '', this.#cookieName)
    return id !== null && this.#alive.has(digest(id))
  }
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}
