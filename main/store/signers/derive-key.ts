import { pbkdf2, type ScryptOptions, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { type KeystoreKdf, unsupportedKeystore } from './keystore-schema.ts'

import { scryptSmallBlocks } from './scrypt-small-blocks.ts'

const scryptAsync = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt)
const pbkdf2Async = promisify(pbkdf2)

/** More is an attack or a mistake: geth's standard takes 256 MiB, and 262,144 or a million rounds of pbkdf2. */
const largestMemory = 1024 ** 3
const mostRounds = 20_000_000
/** n x r x p; geth's standard is 2^21. */
const mostWork = 2 ** 24

/** The key that encrypts the keystore: first half for the cipher, second for the checksum. Throws KEYSTORE_UNSUPPORTED for parameters out of bounds. */
export async function deriveKey(kdf: KeystoreKdf, passphrase: Buffer, path: string): Promise<Buffer> {
  if (kdf.kdf === 'pbkdf2') {
    const { c, dklen, salt } = kdf.kdfparams
    if (c > mostRounds) throw unsupportedKeystore(path, `${c} rounds of pbkdf2`)
    return pbkdf2Async(passphrase, salt, c, dklen, 'sha256')
  }
  const { n, r, p, dklen, salt } = kdf.kdfparams
  const memory = 128 * r * (n + p + 2)
  if ((n & (n - 1)) !== 0 || n > 2 ** 24 || memory > largestMemory || p > 64 || n * r * p > mostWork)
    throw unsupportedKeystore(path, `scrypt with n=${n}, r=${r}, p=${p}`)
  if (Math.log2(n) >= 16 * r) return scryptSmallBlocks(passphrase, kdf.kdfparams)
  return scryptAsync(passphrase, salt, dklen, { N: n, r, p, maxmem: memory + 1024 ** 2 })
}
