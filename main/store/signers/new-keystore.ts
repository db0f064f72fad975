import type { Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import { createKeySigner } from './create-key-signer.ts'
import { decryptKeystore, encryptKeystore } from './keystore.ts'

type Options = {
  privateKey: Secret<Hex>
  /** At least 8 characters. */
  passphrase: Secret<string>
  /** Tests only. */
  scrypt?: { n: number; r: number; p: number }
}

const shortest = 8

/** The text of a keystore file for a key, opened again before it is given out. Throws PASSPHRASE_TOO_SHORT, KEYSTORE_DAMAGED. */
export async function newKeystore({ privateKey, passphrase, scrypt }: Options): Promise<string> {
  if ([...passphrase.reveal()].length < shortest) throw tooShort()
  const text = await encryptKeystore({ privateKey, passphrase, ...(scrypt && { scrypt }) })
  await assertOpens({ text, passphrase, privateKey })
  return text
}

type Written = { text: string; passphrase: Secret<string>; privateKey: Secret<Hex> }

/** A keystore that does not open is worse than none. */
async function assertOpens({ text, passphrase, privateKey }: Written): Promise<void> {
  const again = await decryptKeystore({ text, path: 'the new keystore', passphrase })
  if (createKeySigner(again).address === createKeySigner(privateKey).address) return
  throw new AppError({ code: 'KEYSTORE_DAMAGED' }, { message: 'The new keystore does not open. Nothing was written.' })
}

const tooShort = (): AppError =>
  new AppError(
    { code: 'PASSPHRASE_TOO_SHORT', shortest },
    { message: `The passphrase of a keystore needs ${shortest} characters or more.` }
  )
