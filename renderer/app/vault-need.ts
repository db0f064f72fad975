import type { VaultView } from '../../shared/domain/vault.ts'

/** What the settings take from the vault and cannot have: nothing, or it has to be unlocked, or a key has to be imported; `problem` where nothing on a screen helps. */
export type VaultNeed = { kind: 'unlock' | 'import' | 'problem'; validator: boolean } | null

/** Pure. */
export function vaultNeed(vault: VaultView | null): VaultNeed {
  if (vault === null || vault.state === 'opening' || vault.wanted.length === 0) return null
  const validator = vault.wanted.includes('validator-key')
  if (vault.problem) return { kind: vault.problem.code === 'VAULT_KEYCHAIN_FAILED' ? 'unlock' : 'problem', validator }
  if (vault.state === 'locked') return { kind: 'unlock', validator }
  return validator && !vault.names.includes('validator-key') ? { kind: 'import', validator } : null
}
