import { useState } from 'react'
import type { KeyPreview, VaultView } from '../../../../shared/domain/vault.ts'
import { Button } from '../../../ui/button.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import styles from './form.module.css'
import { texts } from './texts.ts'
import { useSubmit } from './use-submit.ts'

type Props = {
  preview: KeyPreview
  kind: VaultView['kind']
  onBack: () => void
  onKept: (view: VaultView) => void
}

/** Whose key it is, before anything is kept; another key's place is taken by its owner only. */
export const KeyKeep = ({ preview, kind, onBack, onKept }: Props) => {
  const { account, replaces } = preview
  const [passphrase, setPassphrase] = useState('')
  const store = useSubmit('keys.store')
  const other = replaces !== null && replaces !== account
  const asks = other && kind === 'passphrase'
  const keep = async () => {
    const confirmation = other ? { confirmed: true, passphrase: asks ? passphrase : null } : null
    const view = await store.run({ id: preview.id, confirmation })
    setPassphrase('')
    if (view) onKept(view)
  }
  return (
    <div className={styles.form}>
      <div className={styles.facts}>
        <p className={styles.text}>{texts.thisAccount}</p>
        <p className={styles.address}>{account}</p>
      </div>
      <p className={styles.text}>{replaces === account ? texts.known : texts.isIt}</p>
      {other && (
        <div className={styles.warning}>
          <p>
            <strong>{texts.replaces}</strong> <span className={styles.address}>{replaces}</span>
          </p>
          <p>{texts.replacesHint}</p>
        </div>
      )}
      {asks ? (
        <SecretField
          label={texts.passphrase}
          value={passphrase}
          onChange={(next) => {
            store.clear()
            setPassphrase(next)
          }}
          hint={texts.unlockHint}
          problem={store.problem}
          disabled={store.busy}
        />
      ) : (
        <p className={styles.bad} role="alert">
          {store.problem}
        </p>
      )}
      <div className={styles.actions}>
        <Button onPress={onBack}>{texts.back}</Button>
        <Button
          kind={other ? 'danger' : 'primary'}
          disabled={asks && passphrase === ''}
          pending={store.busy}
          onPress={() => void keep()}
        >
          {other ? texts.replace : texts.keep}
        </Button>
      </div>
    </div>
  )
}
