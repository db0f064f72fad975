import { type FileHandle, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { JournalPort } from '../engine/ports.ts'
import { decodeJournal, encodeJournalLine } from './journal-line.ts'

export type JournalFile = JournalPort & { close(): Promise<void> }

/**
 * The journal in one file, a checksummed JSON record per line. `append` resolves when the record is on disk; when it fails, the file is cut back
 * to what it was. A torn last line is cut off by `readAll`. Throws JOURNAL_DAMAGED (nothing is changed then), JOURNAL_UNREADABLE, JOURNAL_UNWRITABLE.
 */
export function openJournalFile(path: string): JournalFile {
  const file = new AppendFile(path)
  let turn: Promise<unknown> = Promise.resolve()
  /** One operation at a time, in the order asked for. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work)
    turn = mine.catch(() => {})
    return mine
  }
  return {
    append: (record) => inTurn(() => file.append(encodeJournalLine(record))),
    readAll: () => inTurn(() => readAll(path, file)),
    rewrite: (records) => inTurn(() => rewrite(path, file, records.map(encodeJournalLine).join(''))),
    close: () => inTurn(() => file.close())
  }
}

async function readAll(path: string, file: AppendFile): Promise<{ records: unknown[]; tornTail: boolean }> {
  const bytes = await readOrEmpty(path)
  const { records, goodBytes, unfinished } = decodeJournal(bytes, path)
  if (unfinished === 'torn') await file.cutTo(goodBytes)
  if (unfinished === 'newline') await file.append('\n')
  return { records, tornTail: unfinished === 'torn' }
}

async function readOrEmpty(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw new AppError(
      { code: 'JOURNAL_UNREADABLE', path },
      {
        message: `The transaction journal ${path} cannot be read. Check that it is a file and that you may read it.`,
        cause
      }
    )
  }
}

/** A crash leaves either the old content or the new one. */
async function rewrite(path: string, file: AppendFile, text: string): Promise<void> {
  const temporary = `${path}.new`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await file.close()
    await rename(temporary, path)
    await syncFolderOf(path)
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

/** The file as an append-only log with a known good length. */
class AppendFile {
  readonly #path: string
  #handle: FileHandle | null = null
  #length = 0

  constructor(path: string) {
    this.#path = path
  }

  async append(line: string): Promise<void> {
    try {
      const handle = await this.#open()
      const bytes = Buffer.from(line)
      await this.#appendWhole(handle, bytes)
      this.#length += bytes.length
    } catch (cause) {
      throw unwritable(this.#path, cause)
    }
  }

  async cutTo(bytes: number): Promise<void> {
    try {
      const handle = await this.#open()
      await handle.truncate(bytes)
      await handle.sync()
      this.#length = bytes
    } catch (cause) {
      throw unwritable(this.#path, cause)
    }
  }

  async close(): Promise<void> {
    const handle = this.#handle
    this.#handle = null
    await handle?.close()
  }

  async #appendWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
    try {
      await handle.appendFile(bytes)
      await handle.sync()
    } catch (error) {
      // Half a line in the middle would make the whole journal unreadable. Where cutting fails too, the next open starts from the file's end.
      await handle.truncate(this.#length).catch(() => {})
      await this.close().catch(() => {})
      throw error
    }
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle) return this.#handle
    const handle = await open(this.#path, 'a', 0o600)
    try {
      const { size } = await handle.stat()
      if (size === 0) await syncFolderOf(this.#path)
      this.#length = size
    } catch (error) {
      await handle.close()
      throw error
    }
    this.#handle = handle
    return handle
  }
}

/** A new name is only safe once its folder is on disk. Windows cannot open folders and does not need it. */
async function syncFolderOf(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const unwritable = (path: string, cause: unknown): AppError =>
  new AppError(
    { code: 'JOURNAL_UNWRITABLE', path, reason: (cause as NodeJS.ErrnoException).code ?? null },
    {
      message: `The transaction journal ${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}). Nothing is signed until it can: free some space or correct the permissions.`,
      cause
    }
  )
