import { z } from 'zod'
import type { VaultView } from '../domain/vault.ts'
import { passphraseText, secretText } from './secret-text.ts'

const view = z.custom<VaultView>()
const channel = z.string().regex(/^channel-[a-z0-9-]{1,20}$/)

/** The vault takes secrets in and shows none. Refused with VAULT_LOCKED, VAULT_DAMAGED, VAULT_UNWRITABLE, VAULT_KEYCHAIN_FAILED; each answers the state right after. */
export const vaultCommands = {
  'vault.state': { input: z.undefined(), output: view },
  /** Null where the key chain opens it: it is asked once more. Refused with VAULT_WRONG_PASSPHRASE, after a pause that grows. */
  'vault.unlock': { input: z.strictObject({ passphrase: passphraseText.nullable() }), output: view },
  /** On first use. Refused with PASSPHRASE_TOO_SHORT, VAULT_IN_USE. */
  'vault.choosePassphrase': { input: z.strictObject({ passphrase: passphraseText }), output: view },
  /** Refused with VAULT_WRONG_PASSPHRASE, PASSPHRASE_TOO_SHORT, VAULT_HAS_NO_PASSPHRASE. */
  'vault.changePassphrase': { input: z.strictObject({ current: passphraseText, next: passphraseText }), output: view },
  /** Refused with AWS_KEY_INVALID, CHANNEL_URL_INVALID. */
  'vault.writeSecret': {
    input: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('aws'),
        accessKeyId: secretText(200),
        secretAccessKey: secretText(200),
        sessionToken: secretText(5_000).nullable()
      }),
      z.strictObject({ kind: z.literal('channel'), name: channel, url: secretText(2_000) })
    ]),
    output: view
  },
  'vault.removeSecret': { input: z.strictObject({ name: z.union([z.literal('aws'), channel]) }), output: view }
} as const
