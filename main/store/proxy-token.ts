import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Secret } from '../../shared/secret.ts'

/** The token that others show the prover proxy: made at first, then read from the file that only its owner may read. */
export function proxyToken(path: string): Secret<string> {
  const kept = read(path)
  if (/^[\w-]{32,}$/.test(kept)) return new Secret(kept)
  const made = randomBytes(32).toString('base64url')
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, `${made}\n`, { mode: 0o600 })
  return new Secret(made)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}
