import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'

export type DataFolder = {
  path: string
  /** Path of a file inside the folder. */
  file(name: string): string
  release(): void
}

/**
 * Opens the data folder for this process alone. The lock is one that the operating system drops when the process dies,
 * so a crash never leaves it behind.
 * Throws AppError DATA_FOLDER_IN_USE or DATA_FOLDER_UNUSABLE.
 */
export function openDataFolder(path: string): DataFolder {
  const lock = takeLock(path)
  return { path, file: (name) => join(path, name), release: () => lock.close() }
}

function takeLock(path: string): DatabaseSync {
  const db = openLockFile(path)
  try {
    db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
    return db
  } catch (cause) {
    db.close()
    throw new AppError(
      { code: 'DATA_FOLDER_IN_USE', folder: path },
      {
        message: `Another instance already uses the data folder ${path}. Close it first, or give this one its own with --data FOLDER.`,
        cause
      }
    )
  }
}

function openLockFile(path: string): DatabaseSync {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return new DatabaseSync(join(path, 'lock.db'))
  } catch (cause) {
    throw new AppError(
      { code: 'DATA_FOLDER_UNUSABLE', folder: path },
      {
        message: `The data folder ${path} cannot be written. Give a folder of your own with --data FOLDER.`,
        cause
      }
    )
  }
}
