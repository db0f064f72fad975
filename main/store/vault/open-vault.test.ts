import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../shared/secret.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { openVault } from './open-vault.ts'
import { memoryDisk } from './testing/memory-disk.ts'
import { goodPassphrase, keychainDouble, never, vaultPath, vaultStage } from './testing/vault-stage.ts'
import type { Vault } from './vault.ts'

const key = new Secret('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80')
const wrong = new Secret('wrong horse battery')
const reveal = async (vault: Vault, name: string): Promise<string | null> => (await vault.read(name))?.reveal() ?? null

describe('a vault with a passphrase', () => {
  it('is chosen once, and after a new start opens with the passphrase alone', async () => {
    const { vault, disk, clock } = await vaultStage()
    expect([vault.kind(), vault.state()]).toEqual(['passphrase', 'none'])
    await expect(vault.unlock(goodPassphrase, never)).rejects.toMatchObject({ code: 'VAULT_NOT_CHOSEN' })
    await expect(vault.write('aws', key)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    await expect(vault.choosePassphrase(new Secret('short'))).rejects.toMatchObject({ code: 'PASSPHRASE_TOO_SHORT' })
    await vault.choosePassphrase(goodPassphrase)
    await expect(vault.choosePassphrase(wrong)).rejects.toMatchObject({ code: 'VAULT_IN_USE' })
    await vault.write('validator-key', key)

    const again = (await vaultStage({ disk, clock })).vault
    expect([again.state(), again.names()]).toEqual(['locked', ['validator-key']])
    await expect(again.read('validator-key')).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    await expect(again.unlock(wrong, never)).rejects.toMatchObject({ code: 'VAULT_WRONG_PASSPHRASE' })
    await again.unlock(goodPassphrase, never)
    expect([again.state(), await reveal(again, 'validator-key')]).toEqual(['open', key.reveal()])
    expect(await again.read('aws')).toBeNull()
  })

  it('takes the same passphrase typed on another keyboard', async () => {
    const { vault, disk } = await vaultStage()
    await vault.choosePassphrase(new Secret('Zwölf Äpfel'))
    const again = (await vaultStage({ disk })).vault
    await again.unlock(new Secret('Zwo\u0308lf A\u0308pfel'), never)
    expect(again.state()).toBe('open')
  })

  it('has nothing of its secrets on disk or in what it prints', async () => {
    const { vault, disk } = await vaultStage()
    await vault.choosePassphrase(goodPassphrase)
    await vault.write('validator-key', key)
    const told = [...disk.files.values(), inspect(vault, { depth: 9, showHidden: true }), JSON.stringify(vault)].join()
    for (const secret of [key.reveal().slice(2), goodPassphrase.reveal()]) expect(told).not.toContain(secret)
  })

  it('slows down whoever guesses, ten times and more, and then lets the right one in', async () => {
    const first = await vaultStage()
    await first.vault.choosePassphrase(goodPassphrase)
    const { vault, clock } = await vaultStage({ disk: first.disk })
    const waits: number[] = []
    const told: number[] = []
    vault.onState(() => told.push(vault.waitUntilMs()))
    for (let i = 0; i < 10; i++) {
      waits.push(Math.max(0, vault.waitUntilMs() - clock.now()))
      const attempt = expect(vault.unlock(wrong, never)).rejects.toMatchObject({ code: 'VAULT_WRONG_PASSPHRASE' })
      await clock.advance(waits.at(-1) ?? 0)
      await attempt
      expect(told.at(-1)).toBe(vault.waitUntilMs())
    }
    expect(waits).toEqual([0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    const right = vault.unlock(goodPassphrase, never)
    await clock.advance(30_000)
    await right
    expect([vault.state(), vault.waitUntilMs()]).toEqual(['open', 0])
  })

  it('gives up the wait for a passphrase when told to, and is not held up by it', async () => {
    const { vault, clock } = await vaultStage()
    await vault.choosePassphrase(goodPassphrase)
    for (let i = 0; i < 3; i++)
      await expect(vault.confirm(wrong, never)).rejects.toMatchObject({ code: 'VAULT_WRONG_PASSPHRASE' })
    const stop = new AbortController()
    const waiting = expect(vault.confirm(goodPassphrase, stop.signal)).rejects.toMatchObject({ code: 'ABORTED' })
    await clock.advance(10)
    await vault.write('aws', key)
    expect(await reveal(vault, 'aws')).toBe(key.reveal())
    stop.abort()
    await waiting
  })

  it('changes its passphrase for good: the copy of before goes, and the data key with it', async () => {
    const { vault, disk } = await vaultStage()
    await vault.choosePassphrase(goodPassphrase)
    await vault.write('validator-key', key)
    await vault.write('aws', new Secret('{}'))
    expect(disk.files.has(`${vaultPath}.previous`)).toBe(true)
    await expect(vault.changePassphrase({ current: wrong, next: wrong }, never)).rejects.toMatchObject({
      code: 'VAULT_WRONG_PASSPHRASE'
    })
    await vault.changePassphrase({ current: goodPassphrase, next: wrong }, never)
    expect([...disk.files.keys()]).toEqual([vaultPath])
    expect(await reveal(vault, 'validator-key')).toBe(key.reveal())
    const again = (await vaultStage({ disk })).vault
    await expect(again.unlock(goodPassphrase, never)).rejects.toMatchObject({ code: 'VAULT_WRONG_PASSPHRASE' })
    await again.unlock(wrong, never)
    expect([await reveal(again, 'validator-key'), await reveal(again, 'aws')]).toEqual([key.reveal(), '{}'])
  })

  it('forgets a secret in its copy of before, too', async () => {
    const { vault, disk } = await vaultStage()
    await vault.choosePassphrase(goodPassphrase)
    await vault.write('validator-key', key)
    await vault.write('aws', key)
    await vault.remove('validator-key')
    await vault.remove('no-such')
    expect(vault.names()).toEqual(['aws'])
    expect([...disk.files.values()].join()).not.toContain('validator-key')
  })

  it('is waited for, until it opens or nobody waits any more', async () => {
    const first = await vaultStage()
    await first.vault.choosePassphrase(goodPassphrase)
    const { vault } = await vaultStage({ disk: first.disk })
    const stop = new AbortController()
    const waits = [vault.opened(never), vault.opened(stop.signal)]
    const given = expect(waits[1]).rejects.toMatchObject({ code: 'ABORTED' })
    stop.abort()
    await given
    await vault.unlock(goodPassphrase, never)
    await waits[0]
    await vault.opened(never)
  })
})

describe('a vault with a key chain', () => {
  it('opens by itself, and only with the key chain that sealed it', async () => {
    const seal = keychainDouble()
    const { vault, disk } = await vaultStage({ seal })
    expect([vault.kind(), vault.state()]).toEqual(['keychain', 'open'])
    await vault.write('validator-key', key)
    const again = (await vaultStage({ disk, seal })).vault
    expect([again.state(), await reveal(again, 'validator-key')]).toEqual(['open', key.reveal()])
    await again.confirm(new Secret(''), never)
    await expect(again.changePassphrase({ current: wrong, next: wrong }, never)).rejects.toMatchObject({
      code: 'VAULT_HAS_NO_PASSPHRASE'
    })

    const other = (await vaultStage({ disk, seal: keychainDouble() })).vault
    expect([other.state(), other.problem()?.code]).toEqual(['locked', 'VAULT_KEYCHAIN_FAILED'])
    const nowhere = (await vaultStage({ disk })).vault
    expect([nowhere.kind(), nowhere.state(), nowhere.problem()?.code]).toEqual([
      'keychain',
      'locked',
      'VAULT_NEEDS_KEYCHAIN'
    ])
    await expect(nowhere.opened(never)).rejects.toMatchObject({ code: 'VAULT_NEEDS_KEYCHAIN' })
    await expect(nowhere.unlock(goodPassphrase, never)).rejects.toMatchObject({ code: 'VAULT_NEEDS_KEYCHAIN' })
  })

  it('tries again when the operator unlocked the key chain', async () => {
    const seal = keychainDouble()
    const { vault, disk } = await vaultStage({ seal })
    await vault.write('aws', key)
    seal.refuse = true
    const again = (await vaultStage({ disk, seal })).vault
    const opened = again.opened(never)
    await expect(again.unlock(new Secret(''), never)).rejects.toMatchObject({ code: 'VAULT_KEYCHAIN_FAILED' })
    await expect(again.write('aws', key)).rejects.toMatchObject({ code: 'VAULT_KEYCHAIN_FAILED' })
    seal.refuse = false
    await again.unlock(new Secret(''), never)
    await opened
    expect(await reveal(again, 'aws')).toBe(key.reveal())
  })

  it('writes nothing while the key chain refuses, and seals anew what has become stale', async () => {
    const seal = keychainDouble()
    seal.refuse = true
    const { vault, disk } = await vaultStage({ seal })
    await expect(vault.write('aws', key)).rejects.toMatchObject({ code: 'VAULT_KEYCHAIN_FAILED' })
    expect([disk.files.size, vault.names()]).toEqual([0, []])
    seal.refuse = false
    await vault.write('aws', key)
    seal.stale = true
    const again = (await vaultStage({ disk, seal })).vault
    expect(await reveal(again, 'aws')).toBe(key.reveal())
    expect(seal.sealedTexts.size).toBe(2)
    expect(disk.files.get(vaultPath)).toContain([...seal.sealedTexts.keys()][1])
  })

  it('is not taken for locked while the host has not answered', async () => {
    let answer = (_: null): void => {}
    const clock = new ManualClock(0)
    const seal = new Promise<null>((done) => (answer = done))
    const vault = openVault({ path: vaultPath, seal, clock, disk: memoryDisk() })
    expect(vault.state()).toBe('opening')
    const chosen = vault.choosePassphrase(goodPassphrase)
    answer(null)
    await chosen
    expect([vault.kind(), vault.state()]).toEqual(['passphrase', 'open'])
  })
})

describe('a vault on a real disk', () => {
  const folder = (): string => mkdtempSync(join(tmpdir(), 'vault-'))
  const begun = async (path: string): Promise<Vault> => {
    const cost = { n: 16, r: 8, p: 1 }
    const vault = openVault({ path, seal: Promise.resolve(null), clock: new ManualClock(0), cost })
    await new Promise<void>((done) => void vault.onState(() => done()))
    return vault
  }

  it('is one file for its owner only, and a copy of before', async () => {
    const at = folder()
    const path = join(at, 'vault.json')
    const vault = await begun(path)
    await vault.choosePassphrase(goodPassphrase)
    await vault.write('validator-key', key)
    expect(readdirSync(at).sort()).toEqual(['vault.json', 'vault.json.previous'])
    for (const name of readdirSync(at)) expect(statSync(join(at, name)).mode & 0o777).toBe(0o600)
    const again = await begun(path)
    await again.unlock(goodPassphrase, never)
    expect(await reveal(again, 'validator-key')).toBe(key.reveal())
    await again.remove('validator-key')
    expect(readdirSync(at)).toEqual(['vault.json'])
  })

  it.each(['', '{"version":1', '[]', 'null', '{"version":2,"kind":"passphrase"}', '{"__proto__":{"kind":"keychain"}}'])(
    'leaves a damaged file as it is and says so: %s',
    async (text) => {
      const path = join(folder(), 'vault.json')
      writeFileSync(path, text)
      const vault = await begun(path)
      expect([vault.state(), vault.problem()?.code]).toEqual(['locked', 'VAULT_DAMAGED'])
      expect(vault.problem()?.message).toContain('left as it is')
      await expect(vault.choosePassphrase(goodPassphrase)).rejects.toMatchObject({ code: 'VAULT_IN_USE' })
      await expect(vault.write('aws', key)).rejects.toMatchObject({ code: 'VAULT_DAMAGED' })
      await expect(vault.unlock(goodPassphrase, never)).rejects.toMatchObject({ code: 'VAULT_DAMAGED' })
      await expect(vault.opened(never)).rejects.toMatchObject({ code: 'VAULT_DAMAGED' })
      expect(readFileSync(path, 'utf8')).toBe(text)
    }
  )

  it('says so when it cannot be read', async () => {
    const vault = await begun(folder())
    expect(vault.problem()?.code).toBe('VAULT_UNREADABLE')
  })
})
