import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BackupEntry } from './backup-archive.ts'

const proverFiles = ['token', 'machine.json']

/** What the data folder keeps of real networks, consistent although the engine may be writing: histories first, so that no journal is older than they are. */
export function collectFiles(dataFolder: string): BackupEntry[] {
  const networks = join(dataFolder, 'networks')
  // Practice networks are new at each start.
  const folders = listed(networks).filter((name) => /^[a-z0-9-]+$/.test(name) && !name.startsWith('practice-'))
  const files = folders.flatMap((folder) => listed(join(networks, folder)).map((file) => `networks/${folder}/${file}`))
  const databases = files.filter((name) => name.endsWith('.db'))
  const texts = files.filter((name) => /\.jsonl?$/.test(name))
  return [
    ...databases.map((name) => ({ name, bytes: copyOfDatabase(join(dataFolder, name)) })),
    ...texts.map((name) => ({ name, bytes: readFileSync(join(dataFolder, name)) })),
    ...proverFiles
      .map((file) => `prover/${file}`)
      .filter((name) => existsSync(join(dataFolder, name)))
      .map((name) => ({ name, bytes: readFileSync(join(dataFolder, name)) }))
  ]
}

const listed = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : [])

/** One whole database without the files beside it, as of this moment. */
function copyOfDatabase(path: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'kroma-backup-'))
  const copy = join(folder, 'copy.db')
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
  try {
    db.prepare('VACUUM INTO ?').run(copy)
    return readFileSync(copy)
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
