import { z } from 'zod'
import { type EnvImported, type EnvRead, largestEnvBytes } from '../domain/env-import.ts'
import { passphraseText, secretText } from './secret-text.ts'

const of = <T>() => z.custom<T>()
const id = z.string().regex(/^[0-9a-f-]{36}$/)

/** The move from the docker set-up. The file's text is data: nothing in it is expanded or run. */
export const envCommands = {
  /** Says what is in it, secrets masked; kept in memory for ten minutes. Refused with ENV_NOT_TEXT. */
  'env.preview': { input: z.strictObject({ text: secretText(largestEnvBytes) }), output: of<EnvRead>() },
  /** Puts key and AWS key into the vault where wanted. Refused with ENV_PREVIEW_UNKNOWN, ENV_NOT_READY, CONFIRMATION_NEEDED (another key is there), VAULT_LOCKED. */
  'env.import': {
    input: z.strictObject({
      id,
      key: z.boolean(),
      aws: z.boolean(),
      confirmation: z.strictObject({ confirmed: z.boolean(), passphrase: passphraseText.nullable() }).nullable()
    }),
    output: of<EnvImported>()
  },
  /** Overwrites and deletes the file that was imported, and no other: one that holds anything else is left alone. Refused with ENV_PREVIEW_UNKNOWN, ENV_CHANGED, ENV_UNREADABLE, ENV_NOT_A_FILE, ENV_NOT_WIPED. */
  'env.wipe': { input: z.strictObject({ id, path: z.string().min(1).max(4_096) }), output: of<{ wiped: true }>() }
} as const
