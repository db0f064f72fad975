import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openProofStore } from './proof-store.ts'

const folderOf = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'proofs-')), 'proofs')
const onlyFile = async (folder: string): Promise<string> => {
  const names = await readdir(folder)
  expect(names).toHaveLength(1)
  return join(folder, names[0] ?? '')
}
const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })

describe('the proof store', () => {
  it('gives back what was put, also to another process, until it is removed', async () => {
    const folder = await folderOf()
    const store = openProofStore(folder)
    expect(await store.get('zkevm:0x1')).toBeNull()
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.jsonValue(), async (name, value) => {
        const json = JSON.parse(JSON.stringify(value)) as unknown
        await store.put(name, json)
        expect(await openProofStore(folder).get(name)).toEqual(json)
        await store.remove(name)
        expect(await store.get(name)).toBeNull()
      }),
      { numRuns: 20 }
    )
    await store.remove('never there')
  })

  it('is nobody else’s to read', async () => {
    const folder = await folderOf()
    await openProofStore(folder).put('zkevm:0x1', { proof: '0x01' })
    const modes = await Promise.all([stat(folder), stat(await onlyFile(folder))])
    expect(modes.map(({ mode }) => mode & 0o077)).toEqual([0, 0])
  })

  it('takes a record that was changed, cut off, emptied or moved for none', async () => {
    const folder = await folderOf()
    const store = openProofStore(folder)
    await store.put('zkevm:0x1', { proof: '0x0102' })
    const path = await onlyFile(folder)
    const whole = await readFile(path, 'utf8')
    const wrong = [whole.replace('0x0102', '0x0103'), whole.slice(0, -9), '', '\n', whole.replace(/^./, 'g'), 'junk']
    for (const text of wrong) {
      await writeFile(path, text)
      expect(await store.get('zkevm:0x1')).toBeNull()
    }
    await writeFile(path, whole)
    expect(await store.get('zkevm:0x1')).toEqual({ proof: '0x0102' })
    await store.put('zkevm:0x2', { proof: '0x02' })
    const other = (await readdir(folder)).find((name) => join(folder, name) !== path)
    await writeFile(join(folder, other ?? ''), whole)
    expect(await store.get('zkevm:0x2')).toBeNull()
  })

  it('says that the disk is full, and leaves what was there', async () => {
    const folder = await folderOf()
    await openProofStore(folder).put('zkevm:0x1', 'old')
    const store = openProofStore(folder, {
      async write(path, text) {
        await writeFile(path, text.slice(0, 10))
        throw full
      }
    })
    await expect(store.put('zkevm:0x1', 'new')).rejects.toMatchObject({
      code: 'PROOF_STORE_FULL',
      message: expect.stringContaining('Free some space')
    })
    expect(await store.get('zkevm:0x1')).toBe('old')
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('says that the folder cannot be written', async () => {
    const folder = await folderOf()
    await writeFile(folder, 'a file where the folder should be')
    await expect(openProofStore(folder).put('x', 1)).rejects.toMatchObject({ code: 'PROOF_STORE_UNWRITABLE' })
    expect(await openProofStore(folder).get('x')).toBeNull()
  })

  it('keeps a trace of twenty megabytes', async () => {
    const store = openProofStore(await folderOf())
    const trace = JSON.stringify({ logs: 'x"\n'.repeat(7_000_000) })
    await store.put('zkevm-trace:0x1', trace)
    expect((await store.get('zkevm-trace:0x1')) === trace).toBe(true)
  })
})
