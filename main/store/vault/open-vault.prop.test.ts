import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import { memoryDisk } from './testing/memory-disk.ts'
import { goodPassphrase, keychainDouble, never, vaultPath, vaultStage } from './testing/vault-stage.ts'
import type { Seal } from './vault.ts'

const name = fc.constantFrom('validator-key', 'aws', 'channel-1', 'channel-ops', 'channel-2')
const value = fc.string({ unit: 'binary', minLength: 0, maxLength: 200 })
const change = fc.oneof(
  fc.record({ do: fc.constant('write' as const), name, value }),
  fc.record({ do: fc.constant('remove' as const), name, value }),
  fc.record({ do: fc.constant('passphrase' as const), name, value: fc.string({ minLength: 8, maxLength: 20 }) })
)
type Change = { do: 'write' | 'remove' | 'passphrase'; name: string; value: string }

const codes = ['VAULT_DAMAGED', 'VAULT_WRONG_PASSPHRASE', 'VAULT_KEYCHAIN_FAILED', 'VAULT_NEEDS_KEYCHAIN']

/** Everything that a fresh start finds, or the code of what it refuses. */
async function contents(files: Map<string, string>, passphrase: Secret<string>, seal: Seal | null) {
  const { vault } = await vaultStage({ disk: memoryDisk(new Map(files)), seal })
  try {
    if (vault.state() !== 'open') await vault.unlock(passphrase, never)
    const entries = await Promise.all(vault.names().map(async (n) => [n, (await vault.read(n))?.reveal()] as const))
    return Object.fromEntries(entries)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return String(error.code)
  }
}

describe('the vault', () => {
  it('gives back what was kept, whatever was done before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.boolean(), async (changes, chained) => {
        const seal = chained ? keychainDouble() : null
        const { vault, disk } = await vaultStage({ seal })
        let passphrase = goodPassphrase
        if (!chained) await vault.choosePassphrase(passphrase)
        const model: Record<string, string> = {}
        for (const step of changes as Change[]) {
          if (step.do === 'write') {
            await vault.write(step.name, new Secret(step.value))
            model[step.name] = step.value.toWellFormed()
          } else if (step.do === 'remove') {
            await vault.remove(step.name)
            delete model[step.name]
          } else if (!chained) {
            const next = new Secret(step.value)
            await vault.changePassphrase({ current: passphrase, next }, never)
            passphrase = next
          }
        }
        expect(await contents(disk.files, passphrase, seal)).toEqual(model)
      }),
      { numRuns: 60 }
    )
  })

  it('refuses a file in which any byte is another, and never gives out another value', async () => {
    const seal = keychainDouble()
    const files = await Promise.all(
      [null, seal].map(async (with_) => {
        const { vault, disk } = await vaultStage({ seal: with_ })
        if (!with_) await vault.choosePassphrase(goodPassphrase)
        await vault.write('validator-key', new Secret('0xkey'))
        await vault.write('aws', new Secret('aws secret'))
        return disk.files.get(vaultPath) ?? ''
      })
    )
    const whole = { 'validator-key': '0xkey', aws: 'aws secret' }
    for (const text of files)
      for (let at = 0; at < text.length; at++) {
        if (/\s/.test(text[at] ?? '')) continue
        const other = text[at] === '0' ? '1' : '0'
        const bad = text.slice(0, at) + other + text.slice(at + 1)
        const found = await contents(new Map([[vaultPath, bad]]), goodPassphrase, seal)
        expect(codes, `byte ${at}: ${JSON.stringify(found)}`).toContain(found)
      }
    for (const text of files)
      await fc.assert(
        fc.asyncProperty(fc.nat(text.length - 1), fc.string({ unit: 'binary', maxLength: 3 }), async (at, put) => {
          const bad = text.slice(0, at) + put + text.slice(at + 1)
          const found = await contents(new Map([[vaultPath, bad]]), goodPassphrase, seal)
          if (typeof found === 'string') expect(codes).toContain(found)
          else expect(found).toEqual(whole)
        }),
        { numRuns: 150 }
      )
  })

  it('refuses secrets that changed places, went missing or came from an older file', async () => {
    const { vault, disk } = await vaultStage()
    await vault.choosePassphrase(goodPassphrase)
    await vault.write('validator-key', new Secret('a'))
    await vault.write('aws', new Secret('b'))
    const file = JSON.parse(disk.files.get(vaultPath) ?? '') as { secrets: Record<string, unknown> }
    const { aws, 'validator-key': key } = file.secrets
    await vault.write('aws', new Secret('c'))
    const later = JSON.parse(disk.files.get(vaultPath) ?? '') as typeof file
    for (const secrets of [{ aws: key, 'validator-key': aws }, { aws }, { aws, 'validator-key': key }]) {
      const files = new Map([[vaultPath, JSON.stringify({ ...later, secrets })]])
      expect(await contents(files, goodPassphrase, null)).toBe('VAULT_DAMAGED')
    }
  })

  it.each(['ENOSPC', 'EIO'])(
    'keeps the old value or has the new one when %s comes at any step, and works on',
    async (code) => {
      for (const half of [true, false])
        for (const act of ['write', 'remove', 'passphrase'] as const)
          for (let step = 1; step <= 8; step++) {
            const { vault, disk } = await vaultStage()
            await vault.choosePassphrase(goodPassphrase)
            await vault.write('validator-key', new Secret('old'))
            disk.steps = 0
            disk.failAt = { step, code, half }
            const next = new Secret('another passphrase')
            const done =
              act === 'write'
                ? vault.write('validator-key', new Secret('new'))
                : act === 'remove'
                  ? vault.remove('validator-key')
                  : vault.changePassphrase({ current: goodPassphrase, next }, never)
            const failed = await done.then(
              () => null,
              (error: AppError) => error.code
            )
            expect([null, 'VAULT_UNWRITABLE']).toContain(failed)
            const [old, fresh] = [{ 'validator-key': 'old' }, act === 'remove' ? {} : { 'validator-key': 'new' }]
            const found = await contents(disk.files, goodPassphrase, null)
            const renewed = act === 'passphrase' ? await contents(disk.files, next, null) : null
            const allowed = act === 'passphrase' ? [old] : failed ? [old, fresh] : [fresh]
            expect(allowed).toContainEqual(typeof renewed === 'object' && renewed !== null ? renewed : found)
            disk.failAt = null
            await vault.write('validator-key', new Secret('later'))
            expect((await vault.read('validator-key'))?.reveal()).toBe('later')
          }
    }
  )
})
