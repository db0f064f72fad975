import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Removes the files of a proof store that were written longer ago than `keepMs`; answers how many. A folder that is not there has none. */
export async function sweepProofs(folder: string, { keepMs, now }: { keepMs: number; now: number }): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const swept = await Promise.all(
    names
      .filter((name) => /\.proof(\.new)?$/.test(name))
      .map(async (name) => {
        const path = join(folder, name)
        const written = await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => now
        )
        if (now - written <= keepMs) return false
        return rm(path, { force: true }).then(
          () => true,
          () => false
        )
      })
  )
  return swept.filter(Boolean).length
}
