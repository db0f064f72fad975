import type { Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import { createKeySigner } from './create-key-signer.ts'
import { decryptKeystore, encryptKeystore } from './keystore.ts'
import type { PassphraseGate } from './passphrase-gate.ts'

type Options = {
  /** The keystore that the app keeps; `path` is for messages. */
  kept: { text: string; path: string }
  /** Of the kept keystore, typed anew: who exports is who may unlock. */
  passphrase: Secret<string>
  /** For the file that is made; at least 8 characters. */
  newPassphrase: Secret<string>
  gate: PassphraseGate
  signal: AbortSignal
  /** Tests only. */
  scrypt?: { n: number; r: number; p: number }
}

const shortest = 8

/** The text of a keystore file for somebody who knows the passphrase of the kept one; opened again before it is given out. Throws PASSPHRASE_TOO_SHORT, KEYSTORE_WRONG_PASSPHRASE (slowed down by the gate), KEYSTORE_DAMAGED, KEYSTORE_UNSUPPORTED. */
export async function exportKeystore(options: Options): Promise<string> {
  const { kept, passphrase, newPassphrase, gate, signal, scrypt } = options
  if ([...newPassphrase.reveal()].length < shortest) throw tooShort()
  const privateKey = await gate.attempt(() => decryptKeystore({ ...kept, passphrase }), signal)
  const text = await encryptKeystore({ privateKey, passphrase: newPassphrase, ...(scrypt && { scrypt }) })
  await assertOpens({ text, passphrase: newPassphrase, privateKey })
  return text
}

/** A key that is not kept in a keystore yet, e.g. one that was imported. Throws PASSPHRASE_TOO_SHORT. */
export async function newKeystore(options: {
  privateKey: Secret<Hex>
  passphrase: Secret<string>
  scrypt?: { n: number; r: number; p: number }
}): Promise<string> {
  const { privateKey, passphrase, scrypt } = options
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
