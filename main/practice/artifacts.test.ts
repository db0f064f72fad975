import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { artifactOf, loadArtifacts } from './artifacts.ts'

describe('loadArtifacts', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kroma-artifacts-'))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  it('compiles once and then takes what the cache holds for these sources', { timeout: 120_000 }, async () => {
    const cacheDir = join(dir, 'cache')
    const compiled = await loadArtifacts({ cacheDir })
    expect(artifactOf(compiled, 'ValidatorManager').bytecode).toMatch(/^0x6[0-9a-f]{2000,}$/)
    const [file = ''] = await readdir(cacheDir)
    expect(await readdir(cacheDir)).toHaveLength(1)
    expect(await loadArtifacts({ file: join(cacheDir, file) })).toEqual(compiled)

    await writeFile(join(cacheDir, file), '{"FromTheCache":{}}')
    expect(await loadArtifacts({ cacheDir })).toEqual({ FromTheCache: {} })
  })

  it('says which file cannot be read', async () => {
    const file = join(dir, 'none.json')
    await expect(loadArtifacts({ file })).rejects.toMatchObject({ meta: { code: 'ARTIFACTS_UNREADABLE', file } })
  })

  it('names a contract that is not in the set', () => {
    expect(() => artifactOf({}, 'Colosseum')).toThrow(expect.objectContaining({ code: 'ARTIFACT_MISSING' }))
  })
})
