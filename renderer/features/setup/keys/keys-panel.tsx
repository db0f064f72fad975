import { useVault, type VaultState } from '../../../app/use-vault.ts'
import { Card } from '../../../ui/card.tsx'
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
    <>
      <Card title={texts.vaultTitle}>
        <UnlockForm {...state} />
        {vault?.state === 'open' && vault.kind === 'passphrase' && (
          <div className={styles.part}>
            <PassphraseChange />
          </div>
        )}
      </Card>
      {vault?.state === 'open' && <OpenParts {...state} />}
    </>
  )
}

const OpenParts = ({ vault, accept }: VaultState) => {
  const has = vault?.names.includes('validator-key') ?? false
  return (
    <Card title={texts.panelTitle}>
      <p className={styles.text}>
        {texts.account} <span className={styles.address}>{vault?.account ?? texts.none}</span>
      </p>
      <div className={styles.part}>
        <KeyForm onStored={() => {}} />
      </div>
      {has && (
        <div className={styles.part}>
          <KeyExport />
        </div>
      )}
      {has && vault && (
        <div className={styles.part}>
          <KeyForget vault={vault} accept={accept} />
        </div>
      )}
    </Card>
  )
}
