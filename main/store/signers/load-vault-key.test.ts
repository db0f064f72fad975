import { describe, expect, it } from 'vitest'
import { Secret } from '../../../shared/secret.ts'
import { goodPassphrase, keychainDouble, never, vaultPath, vaultStage } from '../vault/testing/vault-stage.ts'
import { loadVaultKey } from './load-vault-key.ts'

const key = new Secret('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80')
const account = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

describe('the key from the vault', () => {
  it('is waited for: passphrase, then import, and said what for', async () => {
    const first = await vaultStage()
    await first.vault.choosePassphrase(goodPassphrase)
    const { vault } = await vaultStage({ disk: first.disk })
    const told: (string | null)[] = []
    const loading = loadVaultKey(vault, { tell: (reason) => told.push(reason), wait: true, signal: never })
    await vault.unlock(goodPassphrase, never)
    await expect.poll(() => told.length).toBe(2)
    await vault.write('aws', new Secret('{}'))
    await vault.write('validator-key', key)
    expect(await loading).toMatchObject({ account, signer: { address: account } })
    expect(told.map((reason) => reason?.slice(0, 6))).toEqual(['Unlock', 'Import', undefined])
  })

  it('is not waited for any more when the start is given up', async () => {
    const { vault } = await vaultStage()
    const stop = new AbortController()
    const loading = loadVaultKey(vault, { tell: () => {}, wait: true, signal: stop.signal })
    stop.abort()
    await expect(loadVaultKey(vault, { tell: () => {}, wait: true, signal: stop.signal })).rejects.toMatchObject({
      code: 'ABORTED'
    })
    await expect(loading).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it('is an error where nobody could unlock or import it', async () => {
    const { vault, disk } = await vaultStage()
    const load = (from = vault) => loadVaultKey(from, { tell: () => {}, wait: false, signal: never })
    await expect(load()).rejects.toMatchObject({ code: 'KEY_NOT_STORED' })
    await vault.choosePassphrase(goodPassphrase)
    await expect(load()).rejects.toMatchObject({ code: 'KEY_NOT_STORED' })
    await expect(load((await vaultStage({ disk })).vault)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
  })

  it('fails for good with a damaged vault, and waits for a key chain that is locked', async () => {
    const damaged = await vaultStage()
    damaged.disk.files.set(vaultPath, '{')
    const { vault } = await vaultStage({ disk: damaged.disk })
    const load = { tell: () => {}, wait: true, signal: never }
    await expect(loadVaultKey(vault, load)).rejects.toMatchObject({ code: 'VAULT_DAMAGED' })

    const seal = keychainDouble()
    const sealed = await vaultStage({ seal })
    await sealed.vault.write('validator-key', key)
    seal.refuse = true
    const later = await vaultStage({ disk: sealed.disk, seal })
    const loading = loadVaultKey(later.vault, load)
    seal.refuse = false
    await later.vault.unlock(new Secret(''), never)
    expect((await loading).account).toBe(account)
  })

  it('says so when what is kept is no key, and does not repeat it', async () => {
    const { vault } = await vaultStage()
    await vault.choosePassphrase(goodPassphrase)
    await vault.write('validator-key', new Secret('not a key but a secret'))
    const failed = await loadVaultKey(vault, { tell: () => {}, wait: true, signal: never }).catch((e: unknown) => e)
    expect(failed).toMatchObject({ code: 'KEY_INVALID' })
    expect(String(failed)).not.toContain('secret')
  })
})
