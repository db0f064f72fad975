import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Secret } from '../../../shared/secret.ts'
import { deriveKey } from '../signers/derive-key.ts'
import { damagedVault, wrongPassphrase } from './vault-errors.ts'
import type { Box, VaultFile, Wrap } from './vault-format.ts'

/** The 32 random bytes that every secret is encrypted under. */
export type DataKey = Secret<Buffer>
export type ScryptCost = { n: number; r: number; p: number }
type Unsigned = Omit<VaultFile, 'mac'>

/** As geth's keystores: 256 MiB, about a second. */
export const usualCost: ScryptCost = { n: 262_144, r: 8, p: 1 }

export const newDataKey = (): DataKey => new Secret(randomBytes(32))

/** The name is authenticated with the value: boxes cannot be swapped. */
export const boxSecret = (key: DataKey, name: string, value: Secret<string>): Box =>
  encrypt(part(key, 'secrets'), Buffer.from(value.reveal(), 'utf8'), name)

/** Null when it is not what was boxed under that name. */
export function unboxSecret(key: DataKey, name: string, box: Box): Secret<string> | null {
  const bytes = decrypt(part(key, 'secrets'), box, name)
  return bytes && new Secret(bytes.toString('utf8'))
}

export async function wrapKey(key: DataKey, passphrase: Secret<string>, cost: ScryptCost): Promise<Wrap> {
  const wrap = { kdf: 'scrypt' as const, ...cost, salt: randomBytes(32).toString('hex') }
  return { ...wrap, box: encrypt(await passphraseKey(wrap, passphrase), key.reveal(), 'data key') }
}

/** Throws VAULT_WRONG_PASSPHRASE, and VAULT_DAMAGED for a cost that no vault of ours has. */
export async function unwrapKey(wrap: Wrap, passphrase: Secret<string>, path: string): Promise<DataKey> {
  const derived = await passphraseKey(wrap, passphrase).catch(() => {
    throw damagedVault(path, 'its scrypt parameters are out of bounds')
  })
  const bytes = decrypt(derived, wrap.box, 'data key')
  if (!bytes) throw wrongPassphrase()
  return new Secret(bytes)
}

export const signed = <F extends Unsigned>(file: F, key: DataKey): F & { mac: string } => ({
  ...file,
  mac: macOf(file, key).toString('hex')
})

/** Whether the file is as it was written under this key: no secret changed, missing, added or renamed. */
export const isWhole = ({ mac, ...file }: VaultFile, key: DataKey): boolean =>
  timingSafeEqual(macOf(file, key), Buffer.from(mac, 'hex'))

function macOf({ version, kind, key: wrap, secrets }: Unsigned, key: DataKey): Buffer {
  const entries = Object.entries(secrets)
    .map(([name, { iv, tag, ciphertext }]) => [name, iv, tag, ciphertext])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  const wrapped = typeof wrap === 'string' ? wrap : [wrap.n, wrap.r, wrap.p, wrap.salt, Object.entries(wrap.box).sort()]
  return createHmac('sha256', part(key, 'file'))
    .update(JSON.stringify([version, kind, wrapped, entries]))
    .digest()
}

const part = (key: DataKey, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key.reveal(), Buffer.alloc(0), `kroma vault 1 ${use}`, 32))

const passphraseKey = ({ n, r, p, salt }: Omit<Wrap, 'box'>, passphrase: Secret<string>): Promise<Buffer> =>
  deriveKey(
    { kdf: 'scrypt', kdfparams: { n, r, p, dklen: 32, salt: Buffer.from(salt, 'hex') } },
    Buffer.from(passphrase.reveal().normalize('NFKC'), 'utf8'),
    'vault'
  )

function encrypt(key: Buffer, bytes: Buffer, about: string): Box {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about, 'utf8'))
  const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()])
  return { iv: iv.toString('hex'), tag: cipher.getAuthTag().toString('hex'), ciphertext: ciphertext.toString('hex') }
}

function decrypt(key: Buffer, { iv, tag, ciphertext }: Box, about: string): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'hex'), { authTagLength: 16 })
    .setAAD(Buffer.from(about, 'utf8'))
    .setAuthTag(Buffer.from(tag, 'hex'))
  try {
    return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'hex')), decipher.final()])
  } catch {
    return null
  }
}
