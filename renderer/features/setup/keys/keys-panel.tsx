import type { VaultView } from '../../../../shared/domain/vault.ts'
import { useVault, type VaultState } from '../../../app/use-vault.ts'
import { Card } from '../../../ui/card.tsx'
import { Fold } from '../../../ui/fold.tsx'
import styles from './form.module.css'
import { KeyExport } from './key-export.tsx'
import { KeyForget } from './key-forget.tsx'
import { KeyForm } from './key-form.tsx'
import { PassphraseChange } from './passphrase-change.tsx'
import { texts } from './texts.ts'
import { UnlockForm } from './vault-unlock.tsx'

/** Everything about the vault and the key in it, for the settings. */
export const KeysPanel = () => {
  const state = useVault()
  const { vault } = state
  return (
    <div className={styles.panel}>
      <Card title={texts.vaultTitle}>
        <div className={styles.lead}>
          <UnlockForm {...state} />
        </div>
        {vault?.state === 'open' && vault.kind === 'passphrase' && (
          <Fold title={texts.change}>
            <PassphraseChange />
          </Fold>
        )}
      </Card>
      {vault?.state === 'open' && <KeyCard vault={vault} accept={state.accept} />}
    </div>
  )
}

const KeyCard = ({ vault, accept }: { vault: VaultView; accept: VaultState['accept'] }) => {
  if (!vault.names.includes('validator-key'))
    return (
      <Card title={texts.panelTitle}>
        <KeyForm onStored={() => {}} />
      </Card>
    )
  return (
    <Card title={texts.panelTitle}>
      <p className={styles.lead}>
        {texts.account} <span className={styles.address}>{vault.account ?? texts.unreadable}</span>
      </p>
      <Fold title={texts.exportTitle} hint={texts.exportWhy}>
        <KeyExport />
      </Fold>
      <Fold title={texts.another}>
        <KeyForm onStored={() => {}} />
      </Fold>
      <Fold title={texts.forgetTitle} hint={texts.forgetWhy}>
        <KeyForget vault={vault} accept={accept} />
      </Fold>
    </Card>
  )
}
