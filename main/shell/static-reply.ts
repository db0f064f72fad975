import { randomBytes } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { securityHeaders } from './csp.ts'
import { staticPath } from './static-path.ts'

export type StaticReply = { status: number; headers: Record<string, string>; body: Buffer }

/** Stands in the built index.html where each page load puts its own nonce. */
export const noncePlaceholder = '__CSP_NONCE__'

export const createNonce = (): string => randomBytes(18).toString('base64url')

/** The built renderer's file for a URL path, with the security headers and, in pages, a fresh nonce. 404 for everything that is not there; never leaves `root`, not by a link either. */
export async function staticReply(
  root: string,
  urlPath: string,
  { connect }: { connect: string | null }
): Promise<StaticReply> {
  const nonce = createNonce()
  const headers = securityHeaders({ nonce, connect })
  const found = staticPath(root, urlPath)
  const content = found && (await readInside(root, found.file))
  if (!found || !content) {
    return { status: 404, headers: { ...headers, 'content-type': 'text/plain' }, body: Buffer.from('Not found\n') }
  }
  const isPage = found.type.startsWith('text/html')
  const body = isPage ? Buffer.from(content.toString('utf8').replaceAll(noncePlaceholder, nonce)) : content
  return { status: 200, headers: { ...headers, 'content-type': found.type }, body }
}

async function readInside(root: string, file: string): Promise<Buffer | null> {
  try {
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(file)])
    return realFile.startsWith(realRoot + path.sep) ? await readFile(realFile) : null
  } catch {
    return null
  }
}
