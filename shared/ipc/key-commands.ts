import { z } from 'zod'
import type { KeyPreview, VaultView } from '../domain/vault.ts'
import { passphraseText, secretText } from './secret-text.ts'

const of = <T>() => z.custom<T>()
const id = z.string().regex(/^[0-9a-f-]{36}$/)

/** That the operator means it: a word, and the vault's passphrase where it has one. Refused with CONFIRMATION_NEEDED, VAULT_WRONG_PASSPHRASE. */
const confirmation = z.strictObject({ confirmed: z.boolean(), passphrase: passphraseText.nullable() })

/** The validator's hot key: comes in once, and leaves as a keystore only. */
export const keyCommands = {
  /** Reads a key and keeps it in memory for ten minutes. Refused with KEY_INVALID, MNEMONIC_INVALID, HD_PATH_INVALID, KEYSTORE_WRONG_PASSPHRASE (slower each time), KEYSTORE_DAMAGED, KEYSTORE_UNSUPPORTED. */
  'keys.preview': {
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('privateKey'), privateKey: secretText(200) }),
      z.strictObject({ kind: z.literal('mnemonic'), mnemonic: secretText(500), path: z.string().max(100) }),
      z.strictObject({ kind: z.literal('keystore'), text: secretText(20_000), passphrase: passphraseText })
    ]),
    output: of<KeyPreview>()
  },
  /** Puts it into the vault; the confirmation is wanted where another key is there. Refused with KEY_PREVIEW_UNKNOWN, VAULT_LOCKED. */
  'keys.store': { input: z.strictObject({ id, confirmation: confirmation.nullable() }), output: of<VaultView>() },
  /** The text of a keystore file. Refused with KEY_NOT_STORED, PASSPHRASE_TOO_SHORT. */
  'keys.exportKeystore': {
    input: z.strictObject({ confirmation, newPassphrase: passphraseText }),
    output: of<string>()
  },
  /** Takes the key out of the vault, its copy of before included. */
  'keys.forget': { input: z.strictObject({ confirmation }), output: of<VaultView>() }
} as const
