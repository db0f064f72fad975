import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDataFolder } from './data-folder.ts'

const fresh = (): string => join(mkdtempSync(join(tmpdir(), 'data-')), 'nested', 'folder')
const module = join(import.meta.dirname, 'data-folder.ts')
const openElsewhere = (path: string, then: string): { status: number | null; stdout: string } =>
  spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '-e',
      `const { openDataFolder } = await import(${JSON.stringify(module)}); try { openDataFolder(${JSON.stringify(path)}); ${then} } catch (e) { console.log(e.code) }`
    ],
    { encoding: 'utf8' }
  )

describe('data folder', () => {
  it('is refused to a second process and free again after release', () => {
    const path = fresh()
    const mine = openDataFolder(path)
    expect(openElsewhere(path, "console.log('opened')").stdout.trim()).toBe('DATA_FOLDER_IN_USE')
    mine.release()
    expect(openElsewhere(path, "console.log('opened')").stdout.trim()).toBe('opened')
  })

  it('is free again after its owner was killed', () => {
    const path = fresh()
    openElsewhere(path, "process.kill(process.pid, 'SIGKILL')")
    const mine = openDataFolder(path)
    expect(mine.file('journal.jsonl')).toBe(join(path, 'journal.jsonl'))
    mine.release()
  })

  it('says what to do when the folder cannot be made', () => {
    const path = fresh()
    const file = mkdtempSync(join(tmpdir(), 'data-'))
    writeFileSync(join(file, 'in-the-way'), '')
    expect(() => openDataFolder(join(file, 'in-the-way', 'x'))).toThrow(/--data FOLDER/)
    expect(path).not.toBe(file)
  })
})
