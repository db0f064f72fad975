import { describe, expect, it } from 'vitest'
import { deriveKey } from './derive-key.ts'
import { scryptSmallBlocks } from './scrypt-small-blocks.ts'

const scrypt = (password: string, salt: string, [n, r, p]: [number, number, number]): Promise<Buffer> =>
  deriveKey(
    { kdf: 'scrypt', kdfparams: { n, r, p, dklen: 64, salt: Buffer.from(salt) } },
    Buffer.from(password),
    'key.json'
  )

describe('deriveKey', () => {
  it.each([
    ['password', 'NaCl', [1024, 8, 16], 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162'],
    [
      'pleaseletmein',
      'SodiumChloride',
      [16384, 8, 1],
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2'
    ]
  ] as const)('gives the scrypt of RFC 7914 for %s', async (password, salt, nrp, start) => {
    expect((await scrypt(password, salt, [...nrp])).toString('hex').slice(0, 64)).toBe(start)
  })

  it('has the same scrypt for what OpenSSL refuses', async () => {
    for (const [n, r, p] of [
      [16, 1, 1],
      [64, 3, 2],
      [1024, 8, 2]
    ] as const) {
      const params = { n, r, p, dklen: 64, salt: Buffer.from('salt') }
      expect(scryptSmallBlocks(Buffer.from('pass'), params)).toEqual(await scrypt('pass', 'salt', [n, r, p]))
    }
  })

  it('refuses parameters that only an attack would ask for', async () => {
    await expect(scrypt('a', 'b', [2 ** 24, 64, 1])).rejects.toMatchObject({ code: 'KEYSTORE_UNSUPPORTED' })
    await expect(scrypt('a', 'b', [1024, 8, 65])).rejects.toMatchObject({ code: 'KEYSTORE_UNSUPPORTED' })
    await expect(scrypt('a', 'b', [1000, 8, 1])).rejects.toMatchObject({ code: 'KEYSTORE_UNSUPPORTED' })
    const kdfparams = { c: 2 ** 30, dklen: 32, prf: 'hmac-sha256' as const, salt: Buffer.from('b') }
    await expect(deriveKey({ kdf: 'pbkdf2', kdfparams }, Buffer.from('a'), 'key.json')).rejects.toMatchObject({
      code: 'KEYSTORE_UNSUPPORTED'
    })
  })
})
