import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { backupFromFuture, damagedBackup } from './backup-errors.ts'

const format = 1
const largest = 1024 * 1024 * 1024
const newline = 0x0a

/** Name of a file below the data folder, with forward slashes, or `secrets.json`, which never becomes a file. */
export type BackupEntry = { name: string; bytes: Buffer }
export type BackupFacts = { createdAtMs: number; appVersion: string; network: string }

const name = z
  .string()
  .regex(
    /^(?:settings\.json|secrets\.json|prover\/(?:token|machine\.json)|networks\/[a-z0-9-]{1,80}\/[a-z0-9-]{1,80}\.(?:jsonl|json|db))$/
  )
const manifestSchema = z.object({
  format: z.number(),
  createdAtMs: z.number().nonnegative(),
  appVersion: z.string().max(40),
  network: z.string().max(80),
  entries: z.array(z.object({ name, size: z.int().nonnegative(), sha256: z.string() })).max(1_000)
})

/** One compressed stream: a line of JSON that names every entry with its size and checksum, then the entries' bytes one after the other. */
export function packArchive(entries: readonly BackupEntry[], facts: BackupFacts): Buffer {
  const listed = entries.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: sha256(bytes) }))
  const manifest = JSON.stringify({ format, ...facts, entries: listed })
  return gzipSync(Buffer.concat([Buffer.from(`${manifest}\n`), ...entries.map(({ bytes }) => bytes)]))
}

/** Every entry, checked against the manifest. Throws BACKUP_DAMAGED, BACKUP_FROM_FUTURE. */
export function unpackArchive(packed: Buffer): { facts: BackupFacts; entries: BackupEntry[] } {
  const bytes = unzip(packed)
  const lineEnd = bytes.indexOf(newline)
  const manifest = manifestOf(bytes.subarray(0, Math.max(0, lineEnd)).toString('utf8'))
  let at = lineEnd + 1
  const entries = manifest.entries.map(({ name, size, sha256: wanted }) => {
    const content = bytes.subarray(at, at + size)
    at += size
    if (content.length !== size || sha256(content) !== wanted) throw damagedBackup(`${name} is not what was kept`)
    return { name, bytes: content }
  })
  if (at !== bytes.length) throw damagedBackup('it holds more than its list names')
  const { createdAtMs, appVersion, network } = manifest
  return { facts: { createdAtMs, appVersion, network }, entries }
}

function manifestOf(line: string): z.output<typeof manifestSchema> {
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    throw damagedBackup('its list cannot be read')
  }
  const found = (raw as { format?: unknown } | null)?.format
  if (typeof found === 'number' && found > format) throw backupFromFuture(found)
  const parsed = manifestSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  throw damagedBackup('its list names what cannot be in a back-up')
}

function unzip(packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: largest })
  } catch {
    throw damagedBackup('it cannot be unpacked')
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
