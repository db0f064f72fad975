import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Config, configSchema } from '../shared/config/config.ts'
import { AbortedError } from '../shared/errors.ts'
import { Secret } from '../shared/secret.ts'
import { createLogger } from './log/logger.ts'
import { openVault } from './store/vault/open-vault.ts'
import { memoryDisk } from './store/vault/testing/memory-disk.ts'
import { goodPassphrase, keychainDouble, never, vaultStage } from './store/vault/testing/vault-stage.ts'
import type { Vault } from './store/vault/vault.ts'
import { unlockBehindScreen, unlockWithoutScreen } from './unlock-vault.ts'
import { vaultUses } from './vault-uses.ts'

const config = (over: object = {}): Config =>
  configSchema.parse({
    network: 'sepolia',
    rpc: { l1: ['http://a.example'], l2: ['http://b.example'], rollup: ['http://c.example'] },
    key: { source: 'vault' },
    ...over
  })
const keystore = { source: 'keystore', path: 'k.json' }

async function lockedVault(): Promise<Vault> {
  const { vault, disk } = await vaultStage()
  await vault.choosePassphrase(goodPassphrase)
  return (await vaultStage({ disk })).vault
}

function setup(vault: Vault, over: object = {}, text: string | null = `\uFEFF${goodPassphrase.reveal()}\r\n`) {
  const folder = mkdtempSync(join(tmpdir(), 'unlock-'))
  if (text !== null) writeFileSync(join(folder, 'pass.txt'), text)
  const lines: string[] = []
  const log = createLogger({ sink: { write: (line) => void lines.push(line) } })
  const asked: string[] = []
  const answers = ['wrong wrong wrong', goodPassphrase.reveal()]
  const askPassphrase = async (what: string): Promise<Secret<string>> => {
    asked.push(what)
    return new Secret(answers.shift() ?? '')
  }
  const place = { config: config(over), configPath: null, dataFolder: folder }
  return { lines, asked, folder, options: { vault, log, askPassphrase, signal: never, ...place } }
}
const byFile = { secrets: { passphraseFile: 'pass.txt' } }

describe('what a configuration takes from the vault', () => {
  it('is named', () => {
    const ec2 = { region: 'eu-central-1', instanceId: 'i-0123456789abcdef0', credentials: { source: 'vault' } }
    const webhooks = [{ name: 'a', secret: 'channel-a' }]
    const all = config({ prover: { ec2 }, alerts: { webhooks, ping: { secret: 'channel-ping' } } })
    expect(vaultUses(all)).toEqual(['validator-key', 'aws', 'channel-a', 'channel-ping'])
    expect(vaultUses(config({ key: keystore, alerts: { ping: { url: 'http://a.example' } } }))).toEqual([])
    expect(vaultUses(configSchema.parse({ network: 'practice' }))).toEqual([])
  })
})

describe('a start without a screen', () => {
  it('opens the vault by the file, relative to the configuration or to the data folder', async () => {
    const vault = await lockedVault()
    const { options, asked } = setup(vault, byFile)
    await unlockWithoutScreen(options)
    expect([vault.state(), asked]).toEqual(['open', []])
    const other = await lockedVault()
    const configPath = join(setup(other, byFile).folder, 'config.json')
    await unlockWithoutScreen({ ...setup(other, byFile, null).options, configPath })
    expect(other.state()).toBe('open')
  })

  it('says what is wrong with the file, without what is in it', async () => {
    const vault = await lockedVault()
    for (const [text, code] of [
      ['not the one', 'VAULT_WRONG_PASSPHRASE'],
      [null, 'PASSPHRASE_FILE_UNREADABLE'],
      ['x'.repeat(5_000), 'PASSPHRASE_FILE_UNREADABLE']
    ] as const) {
      const failed = await unlockWithoutScreen(setup(vault, byFile, text).options).catch((e: unknown) => e)
      expect(failed).toMatchObject({ code })
      if (text) expect(String(failed)).not.toContain(text)
    }
  })

  it('asks on the terminal until it opens', async () => {
    const vault = await lockedVault()
    const { options, asked, lines } = setup(vault)
    await unlockWithoutScreen(options)
    expect([vault.state(), asked]).toEqual(['open', ['the vault', 'the vault']])
    expect(lines.join()).toContain('vault.wrong-passphrase')
    expect(lines.join()).not.toContain('wrong wrong')
  })

  it('asks nobody where nothing needs it, or there is nothing to open', async () => {
    const vault = await lockedVault()
    const { options, asked } = setup(vault, { key: keystore })
    await unlockWithoutScreen(options)
    const none = (await vaultStage()).vault
    const empty = setup(none)
    await unlockWithoutScreen(empty.options)
    expect([vault.state(), asked, none.state(), empty.asked]).toEqual(['locked', [], 'none', []])
  })

  it('says that a vault of the desktop app cannot be opened here', async () => {
    const sealed = await vaultStage({ seal: keychainDouble() })
    await sealed.vault.write('validator-key', new Secret('0x'))
    const { vault } = await vaultStage({ disk: sealed.disk })
    const { options, asked } = setup(vault)
    await expect(unlockWithoutScreen(options)).rejects.toMatchObject({ code: 'VAULT_NEEDS_KEYCHAIN' })
    expect(asked).toEqual([])
  })

  it('waits for the host, and gives up when told to', async () => {
    const stop = new AbortController()
    const seal = new Promise<null>(() => {})
    const vault = openVault({ path: '', seal, clock: { now: () => 0, sleep: async () => {} }, disk: memoryDisk() })
    const { options } = setup(vault)
    const waiting = unlockWithoutScreen({ ...options, signal: stop.signal })
    stop.abort()
    await expect(waiting).rejects.toBeInstanceOf(AbortedError)
  })
})

describe('a start with a screen', () => {
  it('opens the vault by the file', async () => {
    const vault = await lockedVault()
    await unlockBehindScreen(setup(vault, byFile).options)
    expect(vault.state()).toBe('open')
  })

  it('leaves what does not open to the screen, and says why in the log', async () => {
    const vault = await lockedVault()
    const wrong = setup(vault, byFile, 'not the one at all')
    await unlockBehindScreen(wrong.options)
    await unlockBehindScreen(setup(vault).options)
    expect(vault.state()).toBe('locked')
    expect(wrong.lines.join()).toContain('VAULT_WRONG_PASSPHRASE')
    expect(wrong.lines.join()).not.toContain('not the one')
  })
})
