import { copyFile, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unreadableVault, unwritableVault } from './vault-errors.ts'

/** The file calls, so that tests can let any of them fail. */
export type VaultDisk = {
  /** Null where there is none. */
  read(path: string): Promise<string | null>
  /** Readable for its owner only, forced to disk. */
  write(path: string, text: string): Promise<void>
  copy(from: string, to: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
}

export const systemDisk: VaultDisk = {
  async read(path) {
    const none = (error: NodeJS.ErrnoException): null => {
      if (error.code === 'ENOENT') return null
      throw error
    }
    return readFile(path, 'utf8').catch(none)
  },
  async write(path, text) {
    // A file that is there already keeps its own permissions.
    await rm(path, { force: true })
    const handle = await open(path, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
  copy: (from, to) => copyFile(from, to),
  async rename(from, to) {
    await rename(from, to)
    await syncFolderOf(to)
  },
  remove: (path) => rm(path, { force: true })
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

/** Throws VAULT_UNREADABLE. */
export async function readVaultText(path: string, disk: VaultDisk): Promise<string | null> {
  return disk.read(path).catch((cause: unknown) => {
    throw unreadableVault(path, cause)
  })
}

/** Replaces the file in one step: a crash leaves the old content or the new one. The old one stays as `<path>.previous` unless it shall be forgotten. Throws VAULT_UNWRITABLE; the file is as it was then. */
export async function replaceVault(
  { path, text, forget }: { path: string; text: string; forget: boolean },
  disk: VaultDisk
): Promise<void> {
  const [fresh, previous] = [`${path}.new`, `${path}.previous`]
  try {
    if (!forget && (await disk.read(path)) !== null) {
      await disk.copy(path, `${previous}.new`)
      await disk.rename(`${previous}.new`, previous)
    }
    await disk.write(fresh, text)
    await disk.rename(fresh, path)
  } catch (cause) {
    for (const left of [fresh, `${previous}.new`]) await disk.remove(left).catch(() => {})
    throw unwritableVault(path, cause)
  }
  if (forget) await forgetPrevious(previous, text, disk)
}

/** What may not stay is overwritten by what there is now where it cannot be removed. */
async function forgetPrevious(previous: string, text: string, disk: VaultDisk): Promise<void> {
  await disk
    .remove(previous)
    .catch(() => disk.write(previous, text))
    .catch((cause: unknown) => {
      throw unwritableVault(previous, cause)
    })
}
