import { createHash } from 'node:crypto'
import { type FileHandle, lstat, open, unlink } from 'node:fs/promises'
import type { EnvPreview } from '../../../shared/domain/env-import.ts'
import { AppError } from '../../../shared/errors.ts'
import { type EnvSecrets, readOperatorEnv } from './read-operator-env.ts'

/** More is no environment file; nothing of it is read. */
const largestBytes = 1024 * 1024

export type EnvImport = {
  path: string
  preview: EnvPreview
  secrets: EnvSecrets
  /** Of the file as it was read: it is wiped only while it still is that. */
  sha256: string
}

/** Reads an environment file as data and says what is in it; nothing is written. Throws ENV_UNREADABLE, ENV_NOT_A_FILE, ENV_TOO_LARGE, ENV_NOT_TEXT; no message holds a value. */
export async function readEnvFile(path: string): Promise<EnvImport> {
  const { bytes, mode } = await readBytes(path)
  const text = textOf(bytes, path)
  const { preview, secrets } = readOperatorEnv(text)
  const open = process.platform !== 'win32' && (mode & 0o077) !== 0 && preview.exposed.length > 0
  const exposed: EnvPreview['exposed'] = [
    ...preview.exposed,
    ...(open ? [{ code: 'FILE_READABLE_BY_OTHERS' as const, keys: [], remedy: 'CHMOD_600' as const }] : [])
  ]
  return { path, preview: { ...preview, exposed }, secrets, sha256: hashOf(bytes) }
}

/** Overwrites the file with zeros and deletes it, unless it changed since it was read. Copies elsewhere (backups, snapshots, flash memory that writes anew) are not reached: keys that lay in it stay exposed. Throws ENV_CHANGED, ENV_UNREADABLE, ENV_NOT_A_FILE, ENV_NOT_WIPED. */
export async function wipeEnvFile({ path, sha256 }: Pick<EnvImport, 'path' | 'sha256'>): Promise<void> {
  const { bytes } = await readBytes(path)
  if (hashOf(bytes) !== sha256)
    throw new AppError(
      { code: 'ENV_CHANGED', path },
      { message: `${path} was changed since it was read. Nothing was wiped: read it again first.` }
    )
  try {
    const handle = await open(path, 'r+')
    try {
      await handle.write(Buffer.alloc(bytes.length), 0, bytes.length, 0)
      await handle.sync()
      await handle.truncate(0)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await unlink(path)
  } catch (cause) {
    throw new AppError(
      { code: 'ENV_NOT_WIPED', path, reason: codeOf(cause) },
      { message: `${path} could not be wiped (${codeOf(cause) ?? 'unknown reason'}). Delete it yourself.`, cause }
    )
  }
}

async function readBytes(path: string): Promise<{ bytes: Buffer; mode: number }> {
  try {
    const { mode } = await regularFile(path)
    const handle = await open(path, 'r')
    try {
      return { bytes: await readSmall(handle, path), mode }
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const missing = codeOf(cause) === 'ENOENT'
    throw new AppError(
      { code: 'ENV_UNREADABLE', path, reason: codeOf(cause) },
      { message: `${path} ${missing ? 'does not exist' : 'cannot be read'}. Check the path.`, cause }
    )
  }
}

async function regularFile(path: string): Promise<{ mode: number }> {
  const found = await lstat(path)
  if (!found.isFile())
    throw new AppError(
      { code: 'ENV_NOT_A_FILE', path },
      { message: `${path} is not a plain file. Name the .env file itself.` }
    )
  if (found.size > largestBytes) throw tooLarge(path)
  return found
}

/** The size is looked at again while reading: a file may grow, and some have none. */
async function readSmall(handle: FileHandle, path: string): Promise<Buffer> {
  const buffer = Buffer.alloc(largestBytes + 1)
  let length = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length)
    if (bytesRead === 0) return Buffer.from(buffer.subarray(0, length))
    length += bytesRead
    if (length > largestBytes) throw tooLarge(path)
  }
}

const tooLarge = (path: string): AppError =>
  new AppError(
    { code: 'ENV_TOO_LARGE', path },
    { message: `${path} is larger than 1 MB, so it is no .env file. Nothing was read.` }
  )

function textOf(bytes: Buffer, path: string): string {
  try {
    if (bytes.includes(0)) throw new Error('zero byte')
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new AppError(
      { code: 'ENV_NOT_TEXT', path },
      { message: `${path} is not a text file in UTF-8. Save it as one, then try again.` }
    )
  }
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const codeOf = (error: unknown): string | null => (error as NodeJS.ErrnoException | null)?.code ?? null
