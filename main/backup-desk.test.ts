import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Config, ConfigInput } from '../shared/config/config.ts'
import { Secret } from '../shared/secret.ts'
import { createBackupDesk } from './backup-desk.ts'
import { ManualClock } from './engine/runtime/manual-clock.ts'
import { recordingLog } from './ipc/recording-log.ts'
import { packArchive } from './store/backup/backup-archive.ts'
import { sealBackup } from './store/backup/seal-backup.ts'
import { openHistory } from './store/history.ts'
import { encodeJournalLine } from './store/journal-line.ts'
import { openSettings } from './store/settings/open-settings.ts'
import { nodeSettingsFile } from './store/settings/settings-file.ts'
import { openVault } from './store/vault/open-vault.ts'

const passphrase = new Secret('correct horse battery')
const vaultPassphrase = new Secret('another passphrase')
const cost = [10, 8, 1] as const
const never = new AbortController().signal
const nowMs = Date.UTC(2026, 10, 22, 15, 40)
const network = 'networks/11155111-aabbccdd-11223344'
const sepolia: ConfigInput = {
  network: 'sepolia',
  rpc: { l1: ['http://127.0.0.1:1'], l2: ['http://127.0.0.1:2'], rollup: ['http://127.0.0.1:3'] },
  key: { source: 'keystore', path: '/keys/key.json' }
}

/** A profile on disk with a vault, and an app that only says in which order it was asked for things. */
async function profile({ config, fixedBy = null }: { config?: ConfigInput; fixedBy?: string | null } = {}) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'backup-'))
  const settings = openSettings(dataFolder, nodeSettingsFile)
  if (config) settings.setConfig(config)
  const clock = new ManualClock(nowMs)
  const vault = openVault({
    path: join(dataFolder, 'vault.json'),
    seal: Promise.resolve(null),
    clock,
    cost: { n: 1024, r: 8, p: 1 }
  })
  const applied: Config[] = []
  const app = {
    config: () => settings.config(),
    network: () => ({ label: 'Sepolia' }),
    reconfigure: async (next: Config, whileStopped: () => Promise<void>) => {
      await whileStopped()
      applied.push(next)
    }
  }
  const log = recordingLog()
  const told: boolean[] = []
  const onRestored = (): void => void told.push(settings.preferences().onboarded)
  const kept = { settings, fixedBy, vault, dataFolder, app, onRestored }
  const desk = createBackupDesk({ ...kept, version: '0.1.0', clock, log, cost })
  const put = (name: string, text: string | Uint8Array): void => {
    mkdirSync(join(dataFolder, name, '..'), { recursive: true })
    writeFileSync(join(dataFolder, name), text)
  }
  return { dataFolder, settings, vault, desk, applied, told, log, put, at: (name: string) => join(dataFolder, name) }
}
type Profile = Awaited<ReturnType<typeof profile>>

async function bytesOf({ desk }: Profile): Promise<Buffer> {
  const { id, parts, size } = await desk.create({ passphrase, vaultPassphrase }, never)
  const bytes = Buffer.concat(
    Array.from({ length: parts }, (_, part) => Buffer.from(desk.read({ id, part }), 'base64'))
  )
  expect(bytes.length).toBe(size)
  return bytes
}
const id = '11111111-2222-3333-4444-555555555555'
const restore = ({ desk }: Profile, bytes: Buffer, by = passphrase, owner = vaultPassphrase) => {
  const size = 30_000
  for (let part = 0; part * size < Math.max(1, bytes.length); part += 1)
    desk.put({ id, part, base64: bytes.subarray(part * size, (part + 1) * size).toString('base64') })
  return desk.restore({ id, passphrase: by, vaultPassphrase: owner }, never)
}
const everything = ({ dataFolder }: Profile): string =>
  JSON.stringify(
    readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })
      .sort()
      .filter((name) => !/\.(db|db-wal|db-shm)$/.test(name))
      .map((name) => [name, /\.\w+$/.test(name) ? readFileSync(join(dataFolder, name), 'utf8') : ''])
  )

async function busyProfile(): Promise<Profile> {
  const from = await profile({ config: sepolia })
  from.settings.setPreferences({ onboarded: true })
  await from.vault.choosePassphrase(vaultPassphrase)
  await from.vault.write('validator-key', new Secret(`0x${'ab'.repeat(32)}`))
  from.put(`${network}/journal.jsonl`, encodeJournalLine({ kind: 'intent' }))
  from.put(`${network}/proofs/x.proof`, 'large')
  from.put('networks/practice-1234/journal.jsonl', '')
  from.put('prover/token', 'tok')
  return from
}

describe('back-up and restore', () => {
  it('brings settings, secrets, journal, history and alerts to a fresh profile', async () => {
    const from = await busyProfile()
    const history = openHistory(from.at(`${network}/history.db`))
    history.setMeta('marker', 'still in the write-ahead log')
    history.setAlertMute({ code: 'LOW_ETH', untilMs: null, on: true })
    const bytes = await bytesOf(from)
    history.close()
    const to = await profile()
    expect(await restore(to, bytes)).toEqual({
      createdAtMs: nowMs,
      appVersion: '0.1.0',
      network: 'Sepolia',
      keptIn: 'before-restore-2026-11-22t15-40-00z',
      secrets: 1
    })
    expect(to.settings.input()).toEqual(sepolia)
    expect(to.settings.preferences().onboarded).toBe(true)
    expect(to.applied).toMatchObject([{ network: 'sepolia' }])
    expect(to.told).toEqual([true])
    expect((await to.vault.read('validator-key'))?.reveal()).toBe(`0x${'ab'.repeat(32)}`)
    const restored = openHistory(to.at(`${network}/history.db`))
    expect(restored.getMeta('marker')).toBe('still in the write-ahead log')
    expect(restored.alertMutes()).toEqual([{ code: 'LOW_ETH', untilMs: null }])
    restored.close()
    expect(readFileSync(to.at(`${network}/journal.jsonl`), 'utf8')).toBe(encodeJournalLine({ kind: 'intent' }))
    expect(readFileSync(to.at('prover/token'), 'utf8')).toBe('tok')
    expect(readdirSync(to.at('networks'))).toEqual(['11155111-aabbccdd-11223344'])
    expect(existsSync(to.at(`${network}/proofs`))).toBe(false)
  })

  it('says what is not in it, and holds no secret in the open', async () => {
    const from = await busyProfile()
    const made = await from.desk.create({ passphrase, vaultPassphrase }, never)
    expect(made).toMatchObject({
      fileName: 'kroma-validator-2026-11-22t15-40-00z.kvbackup',
      parts: 1,
      leftOut: ['The keystore file /keys/key.json', 'Proofs, which can be made again']
    })
    expect(Buffer.from(from.desk.read({ id: made.id, part: 0 }), 'base64').includes('abab')).toBe(false)
    expect(JSON.stringify(from.log.lines)).not.toMatch(/abab|correct horse/)
    expect(() => from.desk.read({ id: made.id, part: 1 })).toThrow(/begin again/)
  })

  it('keeps aside what it replaced, the vault too', async () => {
    const bytes = await bytesOf(await busyProfile())
    const to = await profile({ config: { network: 'practice', seed: 9 } })
    await to.vault.choosePassphrase(vaultPassphrase)
    await to.vault.write('validator-key', new Secret('old'))
    to.put('networks/5-a-b/journal.jsonl', 'old journal')
    const before = readFileSync(to.at('vault.json'), 'utf8')
    const { keptIn } = await restore(to, bytes)
    expect(readFileSync(to.at(`${keptIn}/networks/5-a-b/journal.jsonl`), 'utf8')).toBe('old journal')
    expect(readFileSync(to.at(`${keptIn}/settings.json`), 'utf8')).toContain('"seed": 9')
    expect(readFileSync(to.at(`${keptIn}/vault.json`), 'utf8')).toBe(before)
    expect((await to.vault.read('validator-key'))?.reveal()).toBe(`0x${'ab'.repeat(32)}`)
  })

  it.each<[string, (bytes: Buffer) => Buffer | Promise<Buffer>, string]>([
    ['cut off', (b) => b.subarray(0, b.length - 40), 'BACKUP_DAMAGED'],
    ['with a flipped byte', (b) => Buffer.from(b.map((v, i) => (i === 200 ? v ^ 1 : v))), 'BACKUP_DAMAGED'],
    ['no back-up', () => Buffer.from('PK\u0003\u0004 something else'), 'BACKUP_NOT_OURS'],
    ['empty', () => Buffer.alloc(0), 'BACKUP_NOT_OURS'],
    [
      'from the future',
      () => sealed([{ name: 'settings.json', bytes: Buffer.from('{"version":99}') }]),
      'BACKUP_FROM_FUTURE'
    ],
    ['without settings', () => sealed([]), 'BACKUP_DAMAGED'],
    [
      'with a journal that cannot be read',
      () =>
        sealed([
          { name: 'settings.json', bytes: Buffer.from('{"version":2}') },
          { name: `${network}/journal.jsonl`, bytes: Buffer.from('x\ny\n') }
        ]),
      'BACKUP_DAMAGED'
    ],
    [
      'with a history that cannot be read',
      () =>
        sealed([
          { name: 'settings.json', bytes: Buffer.from('{"version":2}') },
          { name: `${network}/history.db`, bytes: Buffer.from('x'.repeat(5_000)) }
        ]),
      'BACKUP_DAMAGED'
    ]
  ])('a file that is %s changes nothing', async (_, change, code) => {
    const to = await profile({ config: { network: 'practice', seed: 9 } })
    const bytes = await change(await bytesOf(await busyProfile()))
    const before = everything(to)
    await expect(restore(to, bytes)).rejects.toMatchObject({ code })
    expect(everything(to)).toBe(before)
    expect(to.applied).toEqual([])
  })

  it('a wrong passphrase changes nothing, and the right one works afterwards', async () => {
    const to = await profile()
    const bytes = await bytesOf(await busyProfile())
    const before = everything(to)
    await expect(restore(to, bytes, new Secret('wrong'))).rejects.toMatchObject({ code: 'BACKUP_WRONG_PASSPHRASE' })
    expect(everything(to)).toBe(before)
    expect(await to.desk.restore({ id, passphrase, vaultPassphrase }, never)).toMatchObject({ secrets: 1 })
  })

  it('wants an open vault on both sides, and a passphrase worth the name', async () => {
    const from = await busyProfile()
    await expect(from.desk.create({ passphrase: new Secret('short'), vaultPassphrase }, never)).rejects.toMatchObject({
      code: 'PASSPHRASE_TOO_SHORT'
    })
    const bytes = await bytesOf(from)
    const locked = await profile()
    locked.put('vault.json', readFileSync(from.at('vault.json')))
    const again = openVault({ path: locked.at('vault.json'), seal: Promise.resolve(null), clock: new ManualClock() })
    const desk = createBackupDesk({ ...deskDeps(locked), vault: again })
    await again.opened(AbortSignal.timeout(200)).catch(() => {})
    await expect(desk.create({ passphrase, vaultPassphrase }, never)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    const before = everything(locked)
    await expect(restore({ ...locked, desk }, bytes)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    expect(everything(locked)).toBe(before)
    await again.unlock(vaultPassphrase, never)
    expect(await desk.restore({ id, passphrase, vaultPassphrase }, never)).toMatchObject({ secrets: 1 })
  })

  it('gives what the vault holds, and replaces it, for its owner only', async () => {
    const from = await busyProfile()
    const wrong = new Secret('not the owner')
    for (const tried of [wrong, null])
      await expect(from.desk.create({ passphrase, vaultPassphrase: tried }, never)).rejects.toMatchObject({
        code: 'VAULT_WRONG_PASSPHRASE'
      })
    const bytes = await bytesOf(from)
    const to = await profile()
    await to.vault.choosePassphrase(vaultPassphrase)
    await to.vault.write('validator-key', new Secret('old'))
    const before = everything(to)
    await expect(restore(to, bytes, passphrase, wrong)).rejects.toMatchObject({ code: 'VAULT_WRONG_PASSPHRASE' })
    expect(everything(to)).toBe(before)
  })

  it('puts the old secrets back when the files cannot be put in place', async () => {
    const bytes = await bytesOf(await busyProfile())
    const to = await profile()
    await to.vault.choosePassphrase(vaultPassphrase)
    await to.vault.write('validator-key', new Secret('old'))
    to.put('networks/5-a-b/journal.jsonl', 'old journal')
    to.put('prover', 'a file where a folder should be')
    await expect(restore(to, bytes)).rejects.toMatchObject({ code: 'RESTORE_FAILED' })
    expect((await to.vault.read('validator-key'))?.reveal()).toBe('old')
    expect(readFileSync(to.at('networks/5-a-b/journal.jsonl'), 'utf8')).toBe('old journal')
  })

  it('leaves settings alone that come from a file, and refuses parts out of order', async () => {
    const bytes = await bytesOf(await busyProfile())
    await expect(restore(await profile({ fixedBy: '/etc/kroma.json' }), bytes)).rejects.toMatchObject({
      code: 'SETTINGS_FIXED'
    })
    const to = await profile()
    to.desk.put({ id, part: 0, base64: '' })
    expect(() => to.desk.put({ id, part: 2, base64: '' })).toThrow(/begin again/)
    await expect(
      to.desk.restore({ id: id.replace('1', '9'), passphrase, vaultPassphrase }, never)
    ).rejects.toMatchObject({
      code: 'BACKUP_UNKNOWN'
    })
  })
})

const sealed = (entries: Parameters<typeof packArchive>[0]): Promise<Buffer> =>
  sealBackup(packArchive(entries, { createdAtMs: nowMs, appVersion: '9', network: 'x' }), passphrase, cost)

const deskDeps = ({ settings, dataFolder, vault, log }: Profile): Parameters<typeof createBackupDesk>[0] => ({
  settings,
  fixedBy: null,
  vault,
  dataFolder,
  app: {
    config: () => settings.config(),
    network: () => ({ label: 'x' }),
    reconfigure: (_: Config, whileStopped: () => Promise<void>) => whileStopped()
  },
  version: '0.1.0',
  clock: new ManualClock(nowMs),
  log,
  cost
})
