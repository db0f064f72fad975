import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { mnemonicToAccount, privateKeyToAddress } from 'viem/accounts'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Config, configSchema } from '../shared/config/config.ts'
import type { VaultView } from '../shared/domain/vault.ts'
import type { CommandName } from '../shared/ipc/channels.ts'
import type { Input, Output } from '../shared/ipc/contract.ts'
import { Secret } from '../shared/secret.ts'
import type { ManualClock } from './engine/runtime/manual-clock.ts'
import { envHandlers } from './ipc/handlers/env-handlers.ts'
import { keyHandlers } from './ipc/handlers/key-handlers.ts'
import { vaultHandlers } from './ipc/handlers/vault-handlers.ts'
import { type MemoryView, memoryTransport } from './ipc/memory-transport.ts'
import { type Handlers, serve } from './ipc/serve.ts'
import { type AppLogger, createLogger } from './log/logger.ts'
import { createSecretDesks, onVaultView } from './secret-desks.ts'
import { decryptKeystore, encryptKeystore } from './store/signers/keystore.ts'
import {
  goodPassphrase,
  keychainDouble,
  never,
  type VaultStage,
  vaultStage
} from './store/vault/testing/vault-stage.ts'
import type { Seal } from './store/vault/vault.ts'

const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const account = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const other = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
const otherAccount = privateKeyToAddress(other)
const words = 'test test test test test test test test test test test junk'
const aws = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const passphrase = goodPassphrase.reveal()
const confirmed = { confirmed: true, passphrase }
const config = configSchema.parse({
  network: 'sepolia',
  rpc: { l1: ['http://a.example'], l2: ['http://b.example'], rollup: ['http://c.example'] },
  key: { source: 'vault' }
})

let stage: VaultStage
let view: MemoryView
let lines: string[]
let restarts: Config[]
let said: string[]

async function setup(seal: Seal | null = null): Promise<void> {
  stage = await vaultStage({ seal })
  lines = []
  restarts = []
  said = []
  const log: AppLogger = createLogger({ sink: { write: (line) => void lines.push(line) }, level: 'debug' })
  const app = { config: () => config, reconfigure: async (next: Config) => void restarts.push(next) }
  const cheap = { n: 1024, r: 8, p: 1 }
  const desks = createSecretDesks({ vault: stage.vault, app, clock: stage.clock, log, scrypt: cheap })
  const handlers = {
    ...vaultHandlers(() => desks.vault),
    ...keyHandlers(() => desks.keys),
    ...envHandlers(() => desks.env)
  } as Handlers
  const transport = memoryTransport()
  serve(transport.port, { handlers, log, signal: never })
  view = transport.connect()
}

/** Whatever comes back is kept, to be looked through for secrets. */
async function ask<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>> {
  const reply = await view.invoke(name, input)
  said.push(inspect(reply, { depth: 20 }))
  if (!reply.ok) throw Object.assign(new Error(reply.error.message), reply.error)
  return reply.value
}
const refused = (name: CommandName, input: unknown): Promise<string> =>
  view.raw(name, input).then((reply) => {
    said.push(inspect(reply, { depth: 20 }))
    return reply.ok ? 'ok' : reply.error.code
  })
const readPrivateKey = (privateKey: string = key) => ask('keys.preview', { kind: 'privateKey', privateKey })
const advance = (clock: ManualClock, ms: number): Promise<void> => clock.advance(ms)

describe('key, vault and environment file by commands', () => {
  beforeEach(async () => {
    await setup()
    await ask('vault.choosePassphrase', { passphrase })
  })

  it('take a private key in: first whose it is, then into the vault', async () => {
    const preview = await readPrivateKey(` ${key.slice(2).toUpperCase()}\n`)
    expect(preview).toMatchObject({ account, replaces: null })
    expect(stage.vault.names()).toEqual([])
    const after = await ask('keys.store', { id: preview.id, confirmation: null })
    expect(after).toMatchObject({ names: ['validator-key'], account, wanted: ['validator-key'] })
    expect((await stage.vault.read('validator-key'))?.reveal()).toBe(key)
    expect(restarts).toEqual([])
    expect(await refused('keys.store', { id: preview.id, confirmation: null })).toBe('KEY_PREVIEW_UNKNOWN')
  })

  it('take a mnemonic with its path, and a keystore with its passphrase', async () => {
    const path = "m/44'/60'/0'/0/1"
    const mnemonic = await ask('keys.preview', { kind: 'mnemonic', mnemonic: `  ${words.toUpperCase()} `, path })
    expect(mnemonic.account).toBe(mnemonicToAccount(words, { path }).address)
    const scrypt = { n: 1024, r: 8, p: 1 }
    const text = await encryptKeystore({ privateKey: new Secret(key), passphrase: new Secret('kkkkkkkk'), scrypt })
    expect((await ask('keys.preview', { kind: 'keystore', text, passphrase: 'kkkkkkkk' })).account).toBe(account)
    const guess = { kind: 'keystore', text, passphrase: 'not the one' }
    for (let i = 0; i < 3; i++) expect(await refused('keys.preview', guess)).toBe('KEYSTORE_WRONG_PASSPHRASE')
    const fourth = refused('keys.preview', guess)
    await advance(stage.clock, 1_000)
    expect(await fourth).toBe('KEYSTORE_WRONG_PASSPHRASE')
    const right = ask('keys.preview', { kind: 'keystore', text, passphrase: 'kkkkkkkk' })
    await advance(stage.clock, 2_000)
    expect((await right).account).toBe(account)
  })

  it.each<[string, unknown, string]>([
    ['a short key', { kind: 'privateKey', privateKey: '0x1234' }, 'KEY_INVALID'],
    ['zero', { kind: 'privateKey', privateKey: '0'.repeat(64) }, 'KEY_INVALID'],
    ['a wrong word', { kind: 'mnemonic', mnemonic: words.replace('junk', 'test'), path: "m/44'" }, 'MNEMONIC_INVALID'],
    ['a wrong path', { kind: 'mnemonic', mnemonic: words, path: '44h/60h' }, 'HD_PATH_INVALID'],
    ['a damaged keystore', { kind: 'keystore', text: '{"version":3', passphrase: 'x' }, 'KEYSTORE_DAMAGED'],
    ['a far too long key', { kind: 'privateKey', privateKey: 'ab'.repeat(400) }, 'IPC_BAD_INPUT'],
    ['something extra', { kind: 'privateKey', privateKey: key, also: key }, 'IPC_BAD_INPUT'],
    ['a key of another kind', { kind: 'privateKey', privateKey: [key] }, 'IPC_BAD_INPUT']
  ])('refuse %s and repeat nothing of it', async (_, input, code) => {
    expect(await refused('keys.preview', input)).toBe(code)
    expect(stage.vault.names()).toEqual([])
    const told = said.join() + lines.join()
    for (const text of ['1234', key.slice(2), 'abab', 'junk', '44h']) expect(told).not.toContain(text)
  })

  it('forget a key that was read and not kept: after ten minutes, and when others came', async () => {
    const first = await readPrivateKey()
    for (let i = 0; i < 3; i++) await readPrivateKey(other)
    expect(await refused('keys.store', { id: first.id, confirmation: null })).toBe('KEY_PREVIEW_UNKNOWN')
    const second = await readPrivateKey()
    await advance(stage.clock, 10 * 60_000 + 1)
    expect(await refused('keys.store', { id: second.id, confirmation: null })).toBe('KEY_PREVIEW_UNKNOWN')
  })

  it('put another key in its place for the operator only, and restart the validator with it', async () => {
    await ask('keys.store', { id: (await readPrivateKey()).id, confirmation: null })
    const { id, replaces } = await readPrivateKey(other)
    expect(replaces).toBe(account)
    const tries: [unknown, string][] = [
      [null, 'CONFIRMATION_NEEDED'],
      [{ confirmed: false, passphrase }, 'CONFIRMATION_NEEDED'],
      [{ confirmed: true, passphrase: null }, 'CONFIRMATION_NEEDED'],
      [{ confirmed: true, passphrase: 'not the one' }, 'VAULT_WRONG_PASSPHRASE']
    ]
    for (const [confirmation, code] of tries) expect(await refused('keys.store', { id, confirmation })).toBe(code)
    expect((await stage.vault.read('validator-key'))?.reveal()).toBe(key)
    expect(await ask('keys.store', { id, confirmation: confirmed })).toMatchObject({ account: otherAccount })
    expect(restarts).toEqual([config])
    const same = await readPrivateKey(other)
    expect(same.replaces).toBe(otherAccount)
    await ask('keys.store', { id: same.id, confirmation: null })
    expect(restarts).toHaveLength(1)
  })

  it('give the key out as a keystore, to the operator only, and forget it on request', async () => {
    const how = { confirmation: confirmed, newPassphrase: 'for the safe' }
    expect(await refused('keys.exportKeystore', how)).toBe('KEY_NOT_STORED')
    await ask('keys.store', { id: (await readPrivateKey()).id, confirmation: null })
    expect(await refused('keys.exportKeystore', { ...how, newPassphrase: 'short' })).toBe('PASSPHRASE_TOO_SHORT')
    expect(await refused('keys.exportKeystore', { ...how, confirmation: { ...confirmed, confirmed: false } })).toBe(
      'CONFIRMATION_NEEDED'
    )
    expect(await refused('keys.forget', { confirmation: { confirmed: true, passphrase: 'not the one' } })).toBe(
      'VAULT_WRONG_PASSPHRASE'
    )
    const text = await ask('keys.exportKeystore', how)
    expect(text).not.toContain(key.slice(2))
    const opened = await decryptKeystore({ text, path: 'exported', passphrase: new Secret('for the safe') })
    expect(opened.reveal()).toBe(key)
    expect(await ask('keys.forget', { confirmation: confirmed })).toMatchObject({ names: [], account: null })
    expect([...stage.disk.files.values()].join()).not.toContain('validator-key')
    expect(restarts).toHaveLength(1)
  })

  it('keep the AWS key and the addresses of channels, and show none of them', async () => {
    await ask('vault.writeSecret', { kind: 'aws', ...aws, sessionToken: null })
    await ask('vault.writeSecret', {
      kind: 'channel',
      name: 'channel-ops',
      url: ' https://hooks.example/T0/B0/secret '
    })
    expect(JSON.parse((await stage.vault.read('aws'))?.reveal() ?? '')).toEqual(aws)
    expect((await stage.vault.read('channel-ops'))?.reveal()).toBe('https://hooks.example/T0/B0/secret')
    const bad = { kind: 'aws', accessKeyId: 'AKIA short', secretAccessKey: aws.secretAccessKey, sessionToken: null }
    expect(await refused('vault.writeSecret', bad)).toBe('AWS_KEY_INVALID')
    const url = { kind: 'channel', name: 'channel-ops', url: 'file:///etc/passwd' }
    expect(await refused('vault.writeSecret', url)).toBe('CHANNEL_URL_INVALID')
    for (const name of ['validator-key', 'other', 'channel-', 'channel-../x'])
      expect(await refused('vault.writeSecret', { ...url, name })).toBe('IPC_BAD_INPUT')
    expect(await refused('vault.removeSecret', { name: 'validator-key' })).toBe('IPC_BAD_INPUT')
    expect(await ask('vault.removeSecret', { name: 'channel-ops' })).toMatchObject({ names: ['aws'] })
    const told = said.join() + lines.join()
    for (const text of [aws.secretAccessKey, aws.accessKeyId, 'T0/B0/secret', 'AKIA short'])
      expect(told).not.toContain(text)
  })

  it('change the passphrase', async () => {
    const change = { current: 'not the one', next: 'another passphrase' }
    expect(await refused('vault.changePassphrase', change)).toBe('VAULT_WRONG_PASSPHRASE')
    await ask('vault.changePassphrase', { ...change, current: passphrase })
    const again = (await vaultStage({ disk: stage.disk })).vault
    await again.unlock(new Secret('another passphrase'), never)
    expect(again.state()).toBe('open')
  })

  async function wipeIsForThatFileOnly(id: string, text: string): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'wipe-'))
    const [file, other] = [join(folder, '.env'), join(folder, 'other.env')]
    writeFileSync(file, text)
    writeFileSync(other, `${text}\nMORE=1`)
    expect(await refused('env.wipe', { id, path: other })).toBe('ENV_CHANGED')
    expect(await refused('env.wipe', { id, path: join(folder, 'none') })).toBe('ENV_UNREADABLE')
    expect(await refused('env.wipe', { id, path: '.env' })).toBe('ENV_UNREADABLE')
    expect(await refused('env.wipe', { id: 'a'.repeat(36), path: file })).toBe('ENV_PREVIEW_UNKNOWN')
    expect(existsSync(file)).toBe(true)
    expect(await ask('env.wipe', { id, path: file })).toEqual({ wiped: true })
    expect(existsSync(file)).toBe(false)
    expect(existsSync(other)).toBe(true)
    rmSync(folder, { recursive: true })
  }

  it('take over an environment file: looked at, then imported', async () => {
    const text = [
      '\uFEFF# written by the docker set-up\r',
      'NETWORK_NAME=sepolia\r',
      `export VALIDATOR_PRIVATE_KEY='${key}'\r`,
      'KROMA_VALIDATOR__OUTPUT_SUBMITTER_ENABLED=true\r',
      'KROMA_VALIDATOR__L1_RPC_ENDPOINT=wss://l1.example/provider-key-0123456789\r',
      `KROMA_PROVER_PROXY__AWS_ACCESS_KEY_ID=${aws.accessKeyId}\r`,
      `KROMA_PROVER_PROXY__AWS_SECRET_ACCESS_KEY=${aws.secretAccessKey}\r`
    ].join('\n')
    const { id, preview } = await ask('env.preview', { text })
    expect(preview).toMatchObject({ account, ready: true, network: 'sepolia' })
    expect(said.join()).not.toMatch(/ac0974|wJalrX|provider-key/)
    const imported = await ask('env.import', { id, key: true, aws: true, confirmation: null })
    expect(imported).toMatchObject({
      stored: ['validator-key', 'aws'],
      account,
      config: {
        network: 'sepolia',
        key: { source: 'vault' },
        rpc: { l1: ['wss://l1.example/provider-key-0123456789'] }
      }
    })
    expect(stage.vault.names()).toEqual(['aws', 'validator-key'])
    await wipeIsForThatFileOnly(imported.wipeId, text)
    expect(await refused('env.import', { id, key: true, aws: true, confirmation: null })).toBe('ENV_PREVIEW_UNKNOWN')
    expect(lines.join()).not.toMatch(/ac0974|wJalrX|provider-key/)
  })

  it('keep a key out that the file does not name clearly, and another one in its place', async () => {
    const both = await ask('env.preview', { text: `VALIDATOR_PRIVATE_KEY=${key}\nVALIDATOR_MNEMONIC=${words}` })
    const nothing = { key: false, aws: false, confirmation: null }
    expect(await refused('env.import', { ...nothing, id: both.id, key: true })).toBe('ENV_NOT_READY')
    expect(await ask('env.import', { ...nothing, id: both.id })).toMatchObject({ stored: [], account: null })
    await ask('keys.store', { id: (await readPrivateKey(other)).id, confirmation: null })
    const { id } = await ask('env.preview', { text: `VALIDATOR_PRIVATE_KEY=${key}` })
    expect(await refused('env.import', { ...nothing, id, key: true })).toBe('CONFIRMATION_NEEDED')
    expect(await ask('env.import', { id, key: true, aws: false, confirmation: confirmed })).toMatchObject({ account })
    expect(await refused('env.preview', { text: 'A=\0' })).toBe('ENV_NOT_TEXT')
    expect(await refused('env.preview', { text: 'A'.repeat(33_000) })).toBe('IPC_BAD_INPUT')
    expect(await refused('env.preview', { text: 'A'.repeat(100_000_000) })).toBe('IPC_TOO_LARGE')
  })

  it('tell each change of the vault to who looks at it, the newest one', async () => {
    const views: VaultView[] = []
    const told = new Set<() => void>()
    const app = { onConfigured: (listener: () => void) => void told.add(listener) }
    onVaultView(
      { vault: stage.vault, app },
      () => ask('vault.state', undefined),
      (now) => views.push(now)
    )
    await ask('vault.writeSecret', { kind: 'aws', ...aws, sessionToken: 'token' })
    await expect.poll(() => views.at(-1)?.names).toEqual(['aws'])
    const before = views.length
    for (const tell of told) tell()
    await expect.poll(() => views.length).toBe(before + 1)
  })
})

describe('a locked vault', () => {
  it('takes nothing in, gives nothing out, and says what is in it', async () => {
    await setup()
    await ask('vault.choosePassphrase', { passphrase })
    await ask('keys.store', { id: (await readPrivateKey()).id, confirmation: null })
    const { disk } = stage
    const clock = stage.clock
    const vault = (await vaultStage({ disk, clock })).vault
    const log = createLogger({ sink: { write: () => {} } })
    const app = { config: () => config, reconfigure: async () => {} }
    const desks = createSecretDesks({ vault, app, clock, log })
    expect(await desks.vault.view()).toMatchObject({ state: 'locked', names: ['validator-key'], account: null })
    const read = await desks.keys.preview({ kind: 'privateKey', privateKey: new Secret(other) }, never)
    const confirmation = { confirmed: true, passphrase: goodPassphrase }
    await expect(desks.keys.store({ id: read.id, confirmation }, never)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    await expect(desks.keys.forget({ confirmation }, never)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    const env = desks.env.preview(new Secret(`VALIDATOR_PRIVATE_KEY=${key}`))
    const all = { id: env.id, key: true, aws: true, confirmation: null }
    await expect(desks.env.import(all, never)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    expect(await desks.vault.unlock(goodPassphrase, never)).toMatchObject({ state: 'open', account })
  })
})

describe('a vault with a key chain', () => {
  it('asks for the operator’s word instead of a passphrase', async () => {
    await setup(keychainDouble())
    await ask('keys.store', { id: (await readPrivateKey()).id, confirmation: null })
    const word = { confirmed: true, passphrase: null }
    expect(await refused('keys.forget', { confirmation: { ...word, confirmed: false } })).toBe('CONFIRMATION_NEEDED')
    expect(await ask('keys.exportKeystore', { confirmation: word, newPassphrase: 'for the safe' })).toContain('scrypt')
    expect(await ask('vault.unlock', { passphrase: null })).toMatchObject({ state: 'open', kind: 'keychain' })
    expect(await ask('keys.forget', { confirmation: word })).toMatchObject({ names: [] })
  })

  it('says that a vault of another kind of host cannot be opened here', async () => {
    await setup(keychainDouble())
    await ask('keys.store', { id: (await readPrivateKey()).id, confirmation: null })
    const { vault } = await vaultStage({ disk: stage.disk })
    const desks = createSecretDesks({
      vault,
      app: { config: () => config, reconfigure: async () => {} },
      clock: stage.clock,
      log: createLogger({ sink: { write: () => {} } })
    })
    expect(await desks.vault.view()).toMatchObject({ state: 'locked', problem: { code: 'VAULT_NEEDS_KEYCHAIN' } })
  })
})
