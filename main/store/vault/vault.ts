import type { AppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'

/** `opening`: the host is being asked for its key chain. `locked`: there are secrets and nobody has given the passphrase yet, or `problem` says why not. `none`: this host has no key chain and no passphrase was chosen yet. */
export type VaultState = 'opening' | 'open' | 'locked' | 'none'

/** What opens the vault: the system's key chain, or a passphrase of the operator's. */
export type VaultKind = 'keychain' | 'passphrase'

/** The system's key chain: `open` gives back what `seal` was given, for this user on this machine only; `stale` asks for sealing it anew. Both throw AppError VAULT_KEYCHAIN_FAILED. */
export type Seal = {
  seal(text: Secret<string>): Promise<string>
  open(sealed: string): Promise<{ text: Secret<string>; stale: boolean }>
}

/** Secrets of this installation by name (`validator-key`, `aws`, `channel-1`), encrypted on disk; values leave it as `Secret` only, and never to the renderer. */
export interface Vault {
  /** A guess while the state is `opening`. */
  kind(): VaultKind
  state(): VaultState
  /** Why it does not open: VAULT_DAMAGED, VAULT_UNREADABLE, VAULT_NEEDS_KEYCHAIN, VAULT_KEYCHAIN_FAILED. */
  problem(): AppError | null
  /** Unix ms until when the next passphrase waits; 0: not at all. */
  waitUntilMs(): number
  /** Called whenever the state, the names or a secret changed. */
  onState(listener: (state: VaultState) => void): () => void
  /** On first use. Throws PASSPHRASE_TOO_SHORT, VAULT_IN_USE where there is one already. */
  choosePassphrase(passphrase: Secret<string>): Promise<void>
  /** Opens; with a key chain tries it once more. Throws VAULT_WRONG_PASSPHRASE (slower with each wrong one, never locked out), VAULT_NOT_CHOSEN, or the problem. */
  unlock(passphrase: Secret<string>, signal: AbortSignal): Promise<void>
  /** That whoever asks is the operator; with a key chain the session of the system's user says so. Throws VAULT_LOCKED, VAULT_WRONG_PASSPHRASE. */
  confirm(passphrase: Secret<string>, signal: AbortSignal): Promise<void>
  /** All secrets are encrypted anew, and the copy of before is dropped. Throws VAULT_LOCKED, VAULT_WRONG_PASSPHRASE, PASSPHRASE_TOO_SHORT, VAULT_UNWRITABLE, VAULT_HAS_NO_PASSPHRASE. */
  changePassphrase(change: { current: Secret<string>; next: Secret<string> }, signal: AbortSignal): Promise<void>
  /** Resolves when it is open; throws AbortedError when `signal` fires first, and the problem where no unlocking helps. */
  opened(signal: AbortSignal): Promise<void>
  /** Null where there is no such secret. Throws VAULT_LOCKED, VAULT_DAMAGED. */
  read(name: string): Promise<Secret<string> | null>
  /** Written whole and atomically, the old value kept until then. Throws VAULT_LOCKED, VAULT_UNWRITABLE, VAULT_KEYCHAIN_FAILED. */
  write(name: string, value: Secret<string>): Promise<void>
  /** From the copy of before, too. Throws as `write`. */
  remove(name: string): Promise<void>
  /** Names only; readable while locked. */
  names(): string[]
}
