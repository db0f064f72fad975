import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { ProofStore } from '../engine/prover/proof-store.ts'

/** Replaces the file calls (tests). */
type Files = { write: (path: string, text: string) => Promise<void> }

/**
 * One file per record in a folder of its own: the name's hash names the file, and the first line is the hash of the rest, so that a record that was cut off,
 * changed or swapped counts as none. Written whole or not at all. The folder is made when it is first needed.
 */
export function openProofStore(folder: string, files: Files = { write: writeThrough }): ProofStore {
  const pathOf = (name: string): string => join(folder, `${sha256(name)}.proof`)

  return {
    async get(name) {
      const text = await readFile(pathOf(name), 'utf8').catch(() => null)
      return text === null ? null : decode(text, name)
    },
    async put(name, value) {
      const path = pathOf(name)
      const temporary = `${path}.new`
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await files.write(temporary, encode(name, value))
        await rename(temporary, path)
      } catch (cause) {
        await rm(temporary, { force: true }).catch(() => {})
        throw notKept(folder, cause)
      }
    },
    async remove(name) {
      await rm(pathOf(name), { force: true }).catch(() => {})
    }
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function encode(name: string, value: unknown): string {
  const record = JSON.stringify({ name, value })
  return `${sha256(record)}\n${record}\n`
}

/** Null unless it is a whole record of that name. */
function decode(text: string, name: string): unknown {
  const [hash = '', record = ''] = text.split('\n', 2)
  if (sha256(record) !== hash) return null
  const kept = parse(record)
  if (typeof kept !== 'object' || kept === null || !('name' in kept) || kept.name !== name) return null
  return 'value' in kept ? kept.value : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function notKept(folder: string, cause: unknown): AppError {
  const reason = (cause as NodeJS.ErrnoException | null)?.code ?? 'unknown reason'
  const full = reason === 'ENOSPC' || reason === 'EDQUOT'
  return new AppError(
    { code: full ? 'PROOF_STORE_FULL' : 'PROOF_STORE_UNWRITABLE', folder, reason },
    {
      message: `Proofs cannot be kept in ${folder} (${reason}). ${full ? 'Free some space' : 'Correct the permissions'}: after a restart they would have to be made again.`,
      cause
    }
  )
}
