import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLeaseFile } from './lease-file.ts'
import { proxyToken } from './proxy-token.ts'
import { sweepProofs } from './sweep-proofs.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kroma-lease-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const book = {
  lease: {
    ...{ instanceId: 'i-1', takenAtMs: 1, startedAtMs: null, pricePerHourUsd: 2 },
    proofs: [{ key: 'k', fromMs: 3 }]
  },
  ended: [{ fromMs: 1, toMs: 2, pricePerHourUsd: 3 }]
}

describe('the lease file', () => {
  it('gives back what was written, in a folder that it makes, and nothing where nothing is', async () => {
    const file = openLeaseFile(join(folder, 'a/b/machine.json'))
    expect(await file.read()).toEqual({ lease: null, ended: [], damaged: false })
    await file.write(book)
    expect(await file.read()).toEqual({ ...book, damaged: false })
    expect(await readdir(join(folder, 'a/b'))).toEqual(['machine.json'])
  })

  it.each(['', '{"lease":', '{"lease":{"instanceId":7},"ended":[]}', 'null'])(
    'moves %j aside, as damaged',
    async (text) => {
      const path = join(folder, 'damaged.json')
      await writeFile(path, text)
      expect(await openLeaseFile(path).read()).toEqual({ lease: null, ended: [], damaged: true })
      expect(await readdir(folder)).toContain('damaged.json.damaged')
      expect((await openLeaseFile(path).read()).damaged).toBe(false)
    }
  )

  it('says that it cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')
    const file = openLeaseFile(join(folder, 'file', 'machine.json'))
    await expect(file.write(book)).rejects.toMatchObject({ code: 'LEASE_UNWRITABLE' })
  })
})

describe('what the proxy keeps', () => {
  it('is swept when it is old, and nothing else is', async () => {
    const proofs = join(folder, 'a')
    const now = Date.now()
    for (const name of ['old.proof', 'cut.proof.new', 'new.proof', 'notes.txt']) await writeFile(join(proofs, name), '')
    for (const name of ['old.proof', 'cut.proof.new', 'notes.txt']) await utimes(join(proofs, name), 1, 1)
    expect(await sweepProofs(proofs, { keepMs: 1_000_000, now })).toBe(2)
    expect((await readdir(proofs)).sort()).toEqual(['b', 'new.proof', 'notes.txt'])
    expect(await sweepProofs(join(folder, 'nowhere'), { keepMs: 1, now })).toBe(0)
  })

  it('holds a token that stays the same, and a new one where the old is none', async () => {
    const path = join(folder, 'token')
    const token = proxyToken(path).reveal()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(proxyToken(path).reveal()).toBe(token)
    await writeFile(path, 'short')
    expect(proxyToken(path).reveal()).not.toBe('short')
  })
})
