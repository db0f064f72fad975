import type { Address, Hex } from '../shared/domain/hex.ts'
import type { VaultView } from '../shared/domain/vault.ts'
import { AppError } from '../shared/errors.ts'
import { Secret } from '../shared/secret.ts'
import type { Logger } from './engine/ports.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { Confirmation, KeyControl, KeyInput } from './ipc/handlers/key-handlers.ts'
import { keptForAWhile } from './kept-for-a-while.ts'
import { type EnvKey, keyFromHex, keyFromMnemonic } from './store/env-import/env-key.ts'
import { createKeySigner } from './store/signers/create-key-signer.ts'
import { decryptKeystore } from './store/signers/keystore.ts'
import { validatorKeyName } from './store/signers/load-vault-key.ts'
import { newKeystore } from './store/signers/new-keystore.ts'
import { createPassphraseGate } from './store/signers/passphrase-gate.ts'
import type { Vault } from './store/vault/vault.ts'
import { keptAccount } from './vault-desk.ts'

export type KeyDeskDeps = {
  vault: Vault
  view: () => Promise<VaultView>
  /** The kept key is another one now, or none: what acts with the old one has to let go of it. */
  onChanged: () => void
  clock: Clock
  log: Logger
  /** Told of each secret that comes in: no log may show it. */
  learn: (secret: string) => void
  /** Of the exported keystore (tests). */
  scrypt?: { n: number; r: number; p: number } | undefined
}

type Read = { key: Secret<Hex>; account: Address }
export type KeyDesk = KeyControl & {
  /** Puts a key into the vault. Throws CONFIRMATION_NEEDED where it would take another one's place without it. */
  keep(read: Read, confirmation: Confirmation | null, signal: AbortSignal): Promise<void>
}

/** Takes the validator's key in, and gives it out as a keystore only. */
export function createKeyDesk({ vault, view, onChanged, clock, log, learn, scrypt }: KeyDeskDeps): KeyDesk {
  const gate = createPassphraseGate(clock)
  const previews = keptForAWhile<Read>(clock)

  const keep: KeyDesk['keep'] = async ({ key, account }, confirmation, signal) => {
    const before = await keptAccount(vault)
    if (before === account) return
    const replaces = vault.names().includes(validatorKeyName)
    if (replaces) await confirmOperator(vault, confirmation, signal)
    learn(key.reveal())
    await vault.write(validatorKeyName, new Secret<string>(key.reveal()))
    log.info('key.stored', { account, replaced: before })
    if (replaces) onChanged()
  }

  return {
    keep,
    async preview(input, signal) {
      const read = await readKey(input, (attempt) => gate.attempt(attempt, signal))
      return { id: previews.put(read), account: read.account, replaces: await keptAccount(vault) }
    },
    async store({ id, confirmation }, signal) {
      const read = previews.get(id)
      if (!read)
        throw new AppError(
          { code: 'KEY_PREVIEW_UNKNOWN' },
          { message: 'The key was entered too long ago and is forgotten: enter it once more.' }
        )
      await keep(read, confirmation, signal)
      previews.drop(id)
      return view()
    },
    async exportKeystore({ confirmation, newPassphrase }, signal) {
      await confirmOperator(vault, confirmation, signal)
      const key = await vault.read(validatorKeyName)
      if (!key) throw new AppError({ code: 'KEY_NOT_STORED' }, { message: 'The vault holds no validator key.' })
      const privateKey = new Secret(key.reveal() as Hex)
      const text = await newKeystore({ privateKey, passphrase: newPassphrase, ...(scrypt && { scrypt }) })
      log.info('key.exported', { account: createKeySigner(privateKey).address })
      return text
    },
    async forget({ confirmation }, signal) {
      await confirmOperator(vault, confirmation, signal)
      await vault.remove(validatorKeyName)
      log.info('key.forgotten')
      onChanged()
      return view()
    }
  }
}

/** Throws CONFIRMATION_NEEDED, VAULT_LOCKED, VAULT_WRONG_PASSPHRASE. */
async function confirmOperator(vault: Vault, confirmation: Confirmation | null, signal: AbortSignal): Promise<void> {
  const { confirmed = false, passphrase = null } = confirmation ?? {}
  if (!confirmed || (vault.kind() === 'passphrase' && passphrase === null))
    throw new AppError(
      { code: 'CONFIRMATION_NEEDED' },
      { message: "This concerns the key that is kept: confirm it, with the vault's passphrase where it has one." }
    )
  await vault.confirm(passphrase ?? new Secret(''), signal)
}

type Attempt = (attempt: () => Promise<Secret<Hex>>) => Promise<Secret<Hex>>

async function readKey(input: KeyInput, slowly: Attempt): Promise<Read> {
  if (input.kind === 'keystore') {
    const { text, passphrase } = input
    const key = await slowly(() => decryptKeystore({ text: text.reveal(), path: 'that you chose', passphrase }))
    return { key, account: createKeySigner(key).address }
  }
  if (input.kind === 'privateKey') return usable(keyFromHex(input.privateKey.reveal().trim()))
  return usable(keyFromMnemonic(input.mnemonic.reveal(), input.path.trim()))
}

const problems = {
  PRIVATE_KEY_INVALID: { code: 'KEY_INVALID', message: 'A private key has 64 hex digits, with or without 0x.' },
  MNEMONIC_INVALID: {
    code: 'MNEMONIC_INVALID',
    message: 'These are not the words of a mnemonic: look for a wrong word, a missing one, or another order.'
  },
  HD_PATH_INVALID: { code: 'HD_PATH_INVALID', message: "The path must look like m/44'/60'/0'/0/0." }
} as const

function usable({ privateKey, account, problem }: EnvKey): Read {
  if (privateKey && account) return { key: privateKey, account }
  const { code, message } = problems[problem ?? 'PRIVATE_KEY_INVALID']
  throw new AppError({ code }, { message })
}
