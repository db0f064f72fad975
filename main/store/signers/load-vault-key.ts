import type { Hex } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import type { Vault } from '../vault/vault.ts'
import { createKeySigner } from './create-key-signer.ts'
import type { LoadedKey } from './load-signer.ts'

/** The name of the validator's key in the vault. */
export const validatorKeyName = 'validator-key'

export type LoadVaultKeyDeps = {
  /** Told why it waits, and null when it goes on. */
  tell: (reason: string | null) => void
  /** Where there is a screen to unlock and to import on. Otherwise what is missing is an error. */
  wait: boolean
  signal: AbortSignal
}

const unlockFirst = "Unlock the vault: it holds the validator's key."
const importFirst = "Import the validator's key: the vault holds none yet."

/** The key from the vault, waited for until it is unlocked and has one. Throws VAULT_LOCKED, KEY_NOT_STORED (neither where it waits), KEY_INVALID, AbortedError, and the vault's problem. */
export async function loadVaultKey(vault: Vault, { tell, wait, signal }: LoadVaultKeyDeps): Promise<LoadedKey> {
  const changes = changesOf(vault, signal)
  let told: string | null = null
  try {
    for (;;) {
      const key = vault.state() === 'open' ? await vault.read(validatorKeyName) : null
      if (key) {
        if (told !== null) tell(null)
        return signerOf(key)
      }
      const { hopeless, reason, error } = whyNot(vault)
      if (hopeless || !wait) throw error
      if (told !== reason) tell(reason)
      told = reason
      await changes.next()
    }
  } finally {
    changes.end()
  }
}

function signerOf(key: Secret<string>): LoadedKey {
  const signer = createKeySigner(new Secret(key.reveal() as Hex))
  return { account: signer.address, signer }
}

function whyNot(vault: Vault): { hopeless: boolean; reason: string; error: AppError } {
  const problem = vault.problem()
  if (problem) return { hopeless: !problem.retryable, reason: problem.message, error: problem }
  const code = vault.state() === 'locked' ? 'VAULT_LOCKED' : 'KEY_NOT_STORED'
  const reason = code === 'VAULT_LOCKED' ? unlockFirst : importFirst
  return { hopeless: false, reason, error: new AppError({ code }, { message: reason }) }
}

/** What happens from now on: `next` gives each change once, those while nobody waited as one. */
function changesOf(vault: Vault, signal: AbortSignal): { next(): Promise<void>; end(): void } {
  let change = Promise.withResolvers<void>()
  const off = vault.onState(() => change.resolve())
  const stop = (): void => change.resolve()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  return {
    async next() {
      await change.promise
      change = Promise.withResolvers()
      if (signal.aborted) throw new AbortedError(signal.reason)
    },
    end() {
      off()
      signal.removeEventListener('abort', stop)
    }
  }
}
