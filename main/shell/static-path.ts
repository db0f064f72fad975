import path from 'node:path'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2'
}

export type StaticPath = { file: string; type: string }

/** The file under `root` that the path of a URL stands for, or null when there can be none: outside, hidden, of an unknown type or badly encoded. `/` is index.html. Pure. */
export function staticPath(root: string, urlPath: string): StaticPath | null {
  const decoded = decode(urlPath)
  if (decoded === null || !decoded.startsWith('/') || /[\0\\:]/.test(decoded)) return null
  const parts = (decoded === '/' ? '/index.html' : decoded).slice(1).split('/')
  if (parts.some((part) => part === '' || part.startsWith('.'))) return null
  const file = path.join(root, ...parts)
  const type = types[path.extname(file).toLowerCase()]
  return type && file.startsWith(path.join(root, path.sep)) ? { file, type } : null
}

function decode(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath)
  } catch {
    return null
  }
}
