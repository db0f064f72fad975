import { createCipheriv, createDecipheriv, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { keccak256, toHex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import type { Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import { deriveKey } from './derive-key.ts'
import { damagedKeystore, type Keystore, parseKeystore } from './keystore-schema.ts'

const cipher = 'aes-128-ctr'

type Locked = { text: string; path: string; passphrase: Secret<string> }

/** The private key in a Web3 Secret Storage v3 file. Throws KEYSTORE_WRONG_PASSPHRASE, KEYSTORE_DAMAGED, KEYSTORE_UNSUPPORTED. `path` is for the messages only. */
export async function decryptKeystore({ text, path, passphrase }: Locked): Promise<Secret<Hex>> {
  const keystore = parseKeystore(text, path)
  for (const candidate of spellings(passphrase.reveal())) {
    const derived = await deriveKey(keystore.crypto, Buffer.from(candidate, 'utf8'), path)
    if (timingSafeEqual(macOf(derived, keystore.crypto.ciphertext), keystore.crypto.mac))
      return unlock(keystore, derived, path)
  }
  throw new AppError(
    { code: 'KEYSTORE_WRONG_PASSPHRASE', path },
    { message: `The passphrase does not open the keystore file ${path}. Try again; capital letters and spaces count.` }
  )
}

/** geth takes the bytes as typed, others normalise first; they differ for accented letters only. */
const spellings = (passphrase: string): Set<string> =>
  new Set([passphrase, passphrase.normalize('NFKC'), passphrase.normalize('NFKD')])

function unlock(keystore: Keystore, derived: Buffer, path: string): Secret<Hex> {
  const { cipherparams, ciphertext } = keystore.crypto
  const decipher = createDecipheriv(cipher, derived.subarray(0, 16), cipherparams.iv)
  const key = toHex(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
  const named = keystore.address?.toLowerCase().replace(/^0x/, '')
  if (named !== undefined && addressOf(key, path) !== named)
    throw damagedKeystore(path, 'its key does not belong to its address')
  return new Secret(key)
}

function addressOf(key: Hex, path: string): string {
  try {
    return privateKeyToAddress(key).slice(2).toLowerCase()
  } catch {
    throw damagedKeystore(path, 'what it holds is not a private key')
  }
}

const macOf = (derived: Buffer, ciphertext: Buffer): Buffer =>
  Buffer.from(keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext]), 'bytes'))

type Unlocked = { privateKey: Secret<Hex>; passphrase: Secret<string>; scrypt?: { n: number; r: number; p: number } }

/** The text of a new keystore file. scrypt n=262144, r=8, p=1 unless told otherwise (tests). */
export async function encryptKeystore({
  privateKey,
  passphrase,
  scrypt = { n: 262_144, r: 8, p: 1 }
}: Unlocked): Promise<string> {
  const [salt, iv] = [randomBytes(32), randomBytes(16)]
  const kdfparams = { dklen: 32, ...scrypt, salt }
  const derived = await deriveKey(
    { kdf: 'scrypt', kdfparams },
    Buffer.from(passphrase.reveal(), 'utf8'),
    'new keystore'
  )
  const encipher = createCipheriv(cipher, derived.subarray(0, 16), iv)
  const ciphertext = Buffer.concat([
    encipher.update(Buffer.from(privateKey.reveal().slice(2), 'hex')),
    encipher.final()
  ])
  const crypto = {
    cipher,
    cipherparams: { iv: iv.toString('hex') },
    ciphertext: ciphertext.toString('hex'),
    kdf: 'scrypt',
    kdfparams: { ...kdfparams, salt: salt.toString('hex') },
    mac: macOf(derived, ciphertext).toString('hex')
  }
  const address = privateKeyToAddress(privateKey.reveal()).slice(2).toLowerCase()
  return `${JSON.stringify({ version: 3, id: randomUUID(), address, crypto })}\n`
}
