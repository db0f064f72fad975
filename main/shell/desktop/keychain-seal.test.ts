import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../shared/secret.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { openVault } from '../../store/vault/open-vault.ts'
import { memoryDisk } from '../../store/vault/testing/memory-disk.ts'
import { keychainSeal } from './keychain-seal.ts'

type Backend = 'basic_text' | 'gnome_libsecret'

/** A key ring with a key of its own. */
function safeStorage(backend: Backend = 'gnome_libsecret') {
  const [key, iv] = [randomBytes(32), randomBytes(16)]
  return {
    stale: false,
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => backend,
    async encryptStringAsync(text: string) {
      const cipher = createCipheriv('aes-256-cbc', key, iv)
      return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    },
    async decryptStringAsync(bytes: Buffer) {
      const decipher = createDecipheriv('aes-256-cbc', key, iv)
      const result = Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8')
      return { result, shouldReEncrypt: this.stale }
    }
  }
}

describe('the key chain', () => {
  it('gives back what it sealed, and nothing of another one', async () => {
    const seal = await keychainSeal(safeStorage(), 'linux')
    const other = await keychainSeal(safeStorage(), 'linux')
    const sealed = (await seal?.seal(new Secret('hush hush hush'))) ?? ''
    expect(sealed).not.toContain('hush')
    expect((await seal?.open(sealed))?.text.reveal()).toBe('hush hush hush')
    await expect(other?.open(sealed)).rejects.toMatchObject({ code: 'VAULT_KEYCHAIN_FAILED' })
  })

  it('is none where secrets would lie open, so that a passphrase is asked for', async () => {
    expect(await keychainSeal(safeStorage('basic_text'), 'linux')).toBeNull()
    expect(await keychainSeal({ ...safeStorage(), isAsyncEncryptionAvailable: async () => false }, 'darwin')).toBeNull()
    expect(await keychainSeal(safeStorage('basic_text'), 'darwin')).not.toBeNull()
  })

  it('opens a vault by itself at the next start', async () => {
    const [storage, disk, clock] = [safeStorage(), memoryDisk(), new ManualClock(0)]
    const start = () => openVault({ path: '/d/vault.json', seal: keychainSeal(storage, 'win32'), clock, disk })
    const first = start()
    await first.write('validator-key', new Secret('0xkey'))
    storage.stale = true
    const second = start()
    expect((await second.read('validator-key'))?.reveal()).toBe('0xkey')
    expect([first.kind(), second.state()]).toEqual(['keychain', 'open'])
  })
})
