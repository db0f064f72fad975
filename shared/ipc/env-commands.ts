import { z } from 'zod'
import { type EnvImported, type EnvRead, largestEnvBytes } from '../domain/env-import.ts'
import { passphraseText, secretText } from './secret-text.ts'

const of = <T>() => z.custom<T>()

/** The move from the docker set-up. The file's text is data: nothing in it is expanded or run. */
export const envCommands = {
  /** Says what is in it, secrets masked; kept in memory for ten minutes. Refused with ENV_NOT_TEXT. */
  'env.preview': { input: z.strictObject({ text: secretText(largestEnvBytes) }), output: of<EnvRead>() },
  /** Puts key and AWS key into the vault where wanted. Refused with ENV_PREVIEW_UNKNOWN, ENV_NOT_READY, CONFIRMATION_NEEDED (another key is there), VAULT_LOCKED. */
  'env.import': {
    input: z.strictObject({
      id: z.string().regex(/^[0-9a-f-]{36}$/),
      key: z.boolean(),
      aws: z.boolean(),
      confirmation: z.strictObject({ confirmed: z.boolean(), passphrase: passphraseText.nullable() }).nullable()
    }),
    output: of<EnvImported>()
  }
} as const
