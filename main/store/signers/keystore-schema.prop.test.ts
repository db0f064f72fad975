import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mutated, valueOrCode } from '../../engine/runtime/testing/junk.ts'
import { deriveKey } from './derive-key.ts'
import { parseKeystore } from './keystore-schema.ts'

const hex = (bytes: number): string => 'ab'.repeat(bytes)
const valid = {
  version: 3,
  id: 'x',
  address: hex(20),
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: hex(16) },
    ciphertext: hex(32),
    mac: hex(32),
    kdf: 'scrypt',
    kdfparams: { dklen: 32, n: 2, r: 1, p: 1, salt: hex(32) }
  }
}
const refused = /^KEYSTORE_(DAMAGED|UNSUPPORTED)$/

describe('a keystore file, whatever stands there', () => {
  it('is one with buffers of the right lengths, or refused', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(valid), async (raw) => {
        const found = await valueOrCode(() => parseKeystore(JSON.stringify(raw) ?? '', 'k'))
        if ('code' in found) {
          expect(found.code).toMatch(refused)
          return
        }
        const { cipherparams, ciphertext, mac, kdfparams } = found.value.crypto
        expect([cipherparams.iv.length, ciphertext.length, mac.length]).toEqual([16, 32, 32])
        expect(Number.isSafeInteger(kdfparams.dklen)).toBe(true)
      }),
      { numRuns: 1_000 }
    )
  })

  it('is refused as text of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (text) => {
        expect(await valueOrCode(() => parseKeystore(text, 'k'))).toEqual({ code: expect.stringMatching(refused) })
      })
    )
  })

  it('never asks for more work or memory than a real one: hostile parameters are refused before anything is computed', async () => {
    const large = fc.constantFrom(2 ** 25, 2 ** 30, 2 ** 40, Number.MAX_SAFE_INTEGER)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('n', 'r', 'p'), large, async (which, value) => {
        const kdfparams = { dklen: 32, n: 2, r: 1, p: 1, salt: Buffer.alloc(32), [which]: value }
        const found = await valueOrCode(() => deriveKey({ kdf: 'scrypt', kdfparams }, Buffer.from('p'), 'k'))
        expect(found).toEqual({ code: expect.stringMatching(refused) })
      })
    )
    await fc.assert(
      fc.asyncProperty(large, async (c) => {
        const kdfparams = { dklen: 32, c, prf: 'hmac-sha256' as const, salt: Buffer.alloc(32) }
        const found = await valueOrCode(() => deriveKey({ kdf: 'pbkdf2', kdfparams }, Buffer.from('p'), 'k'))
        expect(found).toEqual({ code: expect.stringMatching(refused) })
      })
    )
  })
})
