import type { Secret } from '../../../shared/secret.ts'

/** `locked`: there are secrets and nobody has given the passphrase yet. `none`: this host has no key chain and no passphrase was chosen yet. */
export type VaultState = 'open' | 'locked' | 'none'

/** What opens the vault: the system's key chain, or a passphrase of the operator's. */
export type VaultKind = 'keychain' | 'passphrase'

/** Secrets of this installation by name (`validator-key`, `aws`, `webhook-1`), encrypted on disk; values leave it as `Secret` only, and never to the renderer. */
export interface Vault {
  readonly kind: VaultKind
  state(): VaultState
  onState(listener: (state: VaultState) => void): () => void
  /** Opens, or on first use chooses the passphrase. Throws VAULT_WRONG_PASSPHRASE (slower with each wrong one, never locked out) or VAULT_DAMAGED. */
  unlock(passphrase: Secret<string>, signal: AbortSignal): Promise<void>
  /** Resolves when it is open; throws AbortedError when `signal` fires first. */
  opened(signal: AbortSignal): Promise<void>
  /** Null where there is no such secret. Throws VAULT_LOCKED, VAULT_DAMAGED. */
  read(name: string): Promise<Secret<string> | null>
  /** Written whole and atomically, the old value kept until then. Throws VAULT_LOCKED, DISK_FULL. */
  write(name: string, value: Secret<string>): Promise<void>
  remove(name: string): Promise<void>
  /** Names only; readable while locked. */
  names(): string[]
}
