import type { EnvNote } from '../../../shared/domain/env-import.ts'

/** One assignment of the file, the value as it stands there: nothing is expanded or run. */
export type EnvEntry = { key: string; value: string; line: number; quoted: boolean }

export type ParsedEnv = {
  /** In the order of the file, doubles included. */
  entries: EnvEntry[]
  /** What was unusual, by line; never with a value. */
  notes: { note: EnvNote; line: number | null; key: string | null }[]
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=(.*)$/
const mostLines = 20_000

/** Reads the lines of an environment file as data (docker's rules: quotes taken off, ` #` begins a comment). Pure and total: what cannot be read is a note, not an error. */
export function parseEnv(text: string): ParsedEnv {
  const entries: EnvEntry[] = []
  const notes: ParsedEnv['notes'] = []
  const seen = new Set<string>()
  if (text.startsWith('\uFEFF')) notes.push({ note: 'BOM', line: null, key: null })
  if (text.includes('\r\n')) notes.push({ note: 'CRLF', line: null, key: null })
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  for (const [i, raw] of lines.slice(0, mostLines).entries()) {
    const line = i + 1
    if (/^\s*(#|$)/.test(raw)) continue
    const found = assignment.exec(raw)
    const key = found?.[1]
    if (key === undefined) {
      notes.push({ note: 'LINE_SKIPPED', line, key: null })
      continue
    }
    const { value, quoted, closed } = unquote(found?.[2] ?? '')
    if (!closed) notes.push({ note: 'QUOTE_NOT_CLOSED', line, key })
    if (isShell(value)) notes.push({ note: 'SHELL_SYNTAX', line, key })
    if (seen.has(key)) notes.push({ note: 'DUPLICATE_KEY', line, key })
    seen.add(key)
    entries.push({ key, value, line, quoted })
  }
  if (lines.length > mostLines) notes.push({ note: 'LINE_SKIPPED', line: mostLines + 1, key: null })
  return { entries, notes }
}

/** Something that a shell would put in here; it is left as it stands. */
export const isShell = (value: string): boolean => /\$[A-Za-z_({]|`|\\$/.test(value)

function unquote(raw: string): { value: string; quoted: boolean; closed: boolean } {
  const text = raw.trim()
  const quote = text[0]
  if (quote !== '"' && quote !== "'")
    return { value: text.replace(/(^|\s)#.*$/, '').trim(), quoted: false, closed: true }
  const end = text.indexOf(quote, 1)
  if (end < 0) return { value: text.slice(1), quoted: true, closed: false }
  return { value: text.slice(1, end), quoted: true, closed: true }
}
