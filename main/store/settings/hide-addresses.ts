import { createHmac, randomBytes } from 'node:crypto'

/** Stands where the secret part of a URL was. */
const veil = '•••'
const salt = randomBytes(32)

/** What a place outside main may see of a URL: its origin, and a mark where a path, query, user or fragment was, since any of them may hold a key. Texts that are no URL come back as they are. */
export function hideUrl(text: string, mark: (url: string) => string): string {
  const url = /^(https?|wss?):\/\//i.test(text) && URL.canParse(text) ? new URL(text) : null
  if (url === null) return text
  const bare = (url.pathname === '/' || url.pathname === '') && url.search === '' && url.hash === ''
  if (bare && url.username === '' && url.password === '') return text
  return `${url.protocol}//${url.host}/${mark(text)}`
}

/** For a file that leaves the app: nothing leads back to the hidden part. */
export const leftOutMark = (): string => veil

/** For the screen of this process: the same URL has the same mark, so that what was not touched is known when it comes back. */
export const knownMark = (url: string): string =>
  `${veil}${createHmac('sha256', salt).update(url).digest('hex').slice(0, 12)}`

export const isHidden = (text: string): boolean => text.includes(veil) || text.includes(encodeURIComponent(veil))

type Json = unknown

/** Every text in plain data through `change`; the path is `rpc.l1.0`. */
export function mapTexts(value: Json, change: (text: string, path: string) => string, path = ''): Json {
  const at = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`)
  if (typeof value === 'string') return change(value, path)
  if (Array.isArray(value)) return value.map((inner, i) => mapTexts(inner, change, at(i)))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change, at(key))]))
}

/** The same data with the secret part of every URL hidden. */
export const hidden = <T>(value: T, mark: (url: string) => string = knownMark): T =>
  mapTexts(value, (text) => hideUrl(text, mark)) as T

/** The same data with every hidden URL of `known` in full again. Those that are not among them stay hidden, and are named in `lost`. */
export function revealed(value: unknown, known: unknown): { value: unknown; lost: string[] } {
  const full = new Map<string, string>()
  mapTexts(known, (text) => {
    full.set(hideUrl(text, knownMark), text)
    return text
  })
  const lost: string[] = []
  const change = (text: string, path: string): string => {
    if (!isHidden(text)) return text
    const found = full.get(text)
    if (found === undefined) lost.push(path)
    return found ?? text
  }
  return { value: mapTexts(value, change), lost }
}
