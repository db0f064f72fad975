import { z } from 'zod'
import { damagedVault } from './vault-errors.ts'

const hex = (bytes: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
const boxSchema = z.strictObject({
  iv: hex(12),
  tag: hex(16),
  ciphertext: z.string().regex(/^([0-9a-f]{2})*$/)
})
const wrapSchema = z.strictObject({
  kdf: z.literal('scrypt'),
  n: z.int().min(2),
  r: z.int().min(1),
  p: z.int().min(1),
  salt: hex(32),
  box: boxSchema
})
const body = {
  version: z.literal(1),
  secrets: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/), boxSchema),
  /** HMAC-SHA-256 under the data key over everything else. */
  mac: hex(32)
}
const fileSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keychain'), key: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/), ...body }),
  z.strictObject({ kind: z.literal('passphrase'), key: wrapSchema, ...body })
])

/** AES-256-GCM, everything in hex. */
export type Box = z.output<typeof boxSchema>
/** The data key under a key from the passphrase. */
export type Wrap = z.output<typeof wrapSchema>
/** `key` is the data key: sealed by the key chain, or wrapped by the passphrase. */
export type VaultFile = z.output<typeof fileSchema>

/** Throws VAULT_DAMAGED; `path` is for the message. */
export function parseVault(text: string, path: string): VaultFile {
  const parsed = fileSchema.safeParse(json(text))
  if (parsed.success) return parsed.data
  const at = parsed.error.issues[0]?.path[0]
  throw damagedVault(path, at === undefined ? 'it is not what the app wrote' : `"${String(at)}" is not what it was`)
}

export const formatVault = (file: VaultFile): string => `${JSON.stringify(file, null, 1)}\n`

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
