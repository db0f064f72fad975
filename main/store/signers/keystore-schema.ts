import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'

const hexBytes = z
  .string()
  .regex(/^(0x)?([0-9a-fA-F]{2})*$/)
  .transform((v) => Buffer.from(v.replace(/^0x/, ''), 'hex'))
const salted = { dklen: z.int().min(32).max(64), salt: hexBytes }
const kdfSchema = z.discriminatedUnion('kdf', [
  z.object({
    kdf: z.literal('scrypt'),
    kdfparams: z.object({ ...salted, n: z.int().min(2), r: z.int().min(1), p: z.int().min(1) })
  }),
  z.object({
    kdf: z.literal('pbkdf2'),
    kdfparams: z.object({ ...salted, c: z.int().min(1), prf: z.literal('hmac-sha256') })
  })
])
const cryptoSchema = z
  .object({
    cipher: z.literal('aes-128-ctr'),
    cipherparams: z.object({ iv: hexBytes.refine((iv) => iv.length === 16) }),
    ciphertext: hexBytes.refine((bytes) => bytes.length === 32),
    mac: hexBytes.refine((mac) => mac.length === 32)
  })
  .and(kdfSchema)

const keystoreSchema = z.object({ version: z.literal(3), address: z.string().optional(), crypto: cryptoSchema })

export type Keystore = z.output<typeof keystoreSchema>
export type KeystoreKdf = z.output<typeof kdfSchema>

const known = { version: [3], kdf: ['scrypt', 'pbkdf2'], cipher: ['aes-128-ctr'], prf: ['hmac-sha256'] } as const

/** A Web3 Secret Storage file, checked. Throws KEYSTORE_DAMAGED or KEYSTORE_UNSUPPORTED, both naming the file. */
export function parseKeystore(text: string, path: string): Keystore {
  const json = asObject(text)
  if (!json) throw damagedKeystore(path, 'it is not JSON')
  // geth wrote `Crypto` once.
  const normal = { ...json, crypto: json.crypto ?? json.Crypto }
  const unsupported = unsupportedPart(normal)
  if (unsupported) throw unsupportedKeystore(path, unsupported)
  const parsed = keystoreSchema.safeParse(normal)
  if (parsed.success) return parsed.data
  throw damagedKeystore(path, `"${parsed.error.issues[0]?.path.join('.') ?? ''}" is missing or wrong`)
}

function asObject(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** What this file asks for that we do not have, as `kdf "argon2"`. */
function unsupportedPart(json: Record<string, unknown>): string | null {
  const inner = fields(json.crypto)
  const asked = { version: json.version, kdf: inner.kdf, cipher: inner.cipher, prf: fields(inner.kdfparams).prf }
  for (const [name, value] of Object.entries(asked)) {
    const ok = known[name as keyof typeof known] as readonly unknown[]
    const shown = typeof value === 'string' || typeof value === 'number'
    if (shown && !ok.includes(value)) return `${name} "${String(value).slice(0, 20)}"`
  }
  return null
}

const fields = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}

export const damagedKeystore = (path: string, why: string): AppError =>
  new AppError(
    { code: 'KEYSTORE_DAMAGED', path },
    { message: `The keystore file ${path} is damaged: ${why}. Restore it from your copy.` }
  )

export const unsupportedKeystore = (path: string, what: string): AppError =>
  new AppError(
    { code: 'KEYSTORE_UNSUPPORTED', path },
    {
      message: `The keystore file ${path} uses ${what}, which is not supported. Use a version 3 keystore with scrypt or pbkdf2.`
    }
  )
