import { chmod, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnvFile, wipeEnvFile } from './env-file.ts'

const key = '4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318'
const good = `VALIDATOR_PRIVATE_KEY=${key}\r\nKROMA_VALIDATOR__OUTPUT_SUBMITTER_ENABLED=true\r\n`
let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'env-import-'))
  path = join(folder, '.env')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('an environment file', () => {
  it('is read, and says that others could read it', async () => {
    await writeFile(path, `\uFEFF${good}`)
    await chmod(path, 0o644)
    const open = await readEnvFile(path)
    expect(open.preview).toMatchObject({ ready: true, notes: [{ note: 'BOM' }, { note: 'CRLF' }] })
    expect(open.preview.exposed.map(({ code }) => code)).toContain('FILE_READABLE_BY_OTHERS')
    await chmod(path, 0o600)
    const closed = await readEnvFile(path)
    expect(closed.preview.exposed.map(({ code }) => code)).toEqual(['PRIVATE_KEY_IN_PLAIN_TEXT'])
    expect(inspect(closed, { depth: 10 })).not.toContain(key)
  })

  it('is refused when it is none, without a word of what is in it', async () => {
    const refusal = async (): Promise<unknown> => readEnvFile(path).catch((error: unknown) => error)
    expect(await refusal()).toMatchObject({ code: 'ENV_UNREADABLE' })
    await writeFile(path, Buffer.concat([Buffer.from(good), Buffer.from([0]), Buffer.from('A=1')]))
    const withZero = await refusal()
    expect(withZero).toMatchObject({ code: 'ENV_NOT_TEXT' })
    expect(inspect(withZero, { depth: 10 })).not.toContain(key)
    await writeFile(path, Buffer.from([0xff, 0xfe, 0x41, 0x3d]))
    expect(await refusal()).toMatchObject({ code: 'ENV_NOT_TEXT' })
    await truncate(path, 100 * 1024 * 1024)
    expect(await refusal()).toMatchObject({ code: 'ENV_TOO_LARGE' })
    await rm(path)
    await mkdir(path)
    expect(await refusal()).toMatchObject({ code: 'ENV_NOT_A_FILE' })
  })

  it('is not followed to another file', async () => {
    await writeFile(join(folder, 'other'), good)
    await symlink(join(folder, 'other'), path)
    await expect(readEnvFile(path)).rejects.toMatchObject({ code: 'ENV_NOT_A_FILE' })
  })

  it('is wiped when it is still what was read', async () => {
    await writeFile(path, good)
    const read = await readEnvFile(path)
    await writeFile(path, `${good}MORE=1\n`)
    await expect(wipeEnvFile(read)).rejects.toMatchObject({ code: 'ENV_CHANGED' })
    expect(await readFile(path, 'utf8')).toContain(key)
    await wipeEnvFile(await readEnvFile(path))
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(wipeEnvFile(read)).rejects.toMatchObject({ code: 'ENV_UNREADABLE' })
  })
})
