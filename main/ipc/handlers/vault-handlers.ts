import type { VaultView } from '../../../shared/domain/vault.ts'
import type { Parsed } from '../../../shared/ipc/contract.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { Handlers } from '../serve.ts'

export type SecretInput = Parsed<'vault.writeSecret'>

/** What the screens may ask of the vault: see main/vault-desk.ts. */
export type VaultControl = {
  view(): Promise<VaultView>
  unlock(passphrase: Secret<string> | null, signal: AbortSignal): Promise<VaultView>
  choosePassphrase(passphrase: Secret<string>): Promise<VaultView>
  changePassphrase(change: Parsed<'vault.changePassphrase'>, signal: AbortSignal): Promise<VaultView>
  writeSecret(input: SecretInput): Promise<VaultView>
  removeSecret(name: string): Promise<VaultView>
}

type Names =
  | 'vault.state'
  | 'vault.unlock'
  | 'vault.choosePassphrase'
  | 'vault.changePassphrase'
  | 'vault.writeSecret'
  | 'vault.removeSecret'

export const vaultHandlers = (vault: () => VaultControl): Pick<Handlers, Names> => ({
  'vault.state': () => vault().view(),
  'vault.unlock': ({ passphrase }, { signal }) => vault().unlock(passphrase, signal),
  'vault.choosePassphrase': ({ passphrase }) => vault().choosePassphrase(passphrase),
  'vault.changePassphrase': (change, { signal }) => vault().changePassphrase(change, signal),
  'vault.writeSecret': (input) => vault().writeSecret(input),
  'vault.removeSecret': ({ name }) => vault().removeSecret(name)
})
