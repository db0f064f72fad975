import { useState } from 'react'
import type { KeyPreview } from '../../../../shared/domain/vault.ts'
import { useVault } from '../../../app/use-vault.ts'
import { Button } from '../../../ui/button.tsx'
import styles from './form.module.css'
import { KeyInput } from './key-input.tsx'
import { KeyKeep } from './key-keep.tsx'
import { texts } from './texts.ts'
import { UnlockForm } from './vault-unlock.tsx'

type Props = { onStored: (address: string) => void }

/** Takes the validator's key in: unlocks the vault, reads the key, shows whose it is, keeps it. */
export const KeyForm = ({ onStored }: Props) => {
  const state = useVault()
  const [preview, setPreview] = useState<KeyPreview | null>(null)
  const [stored, setStored] = useState<string | null>(null)
  if (state.vault?.state !== 'open') return <UnlockForm {...state} />
  if (stored !== null)
    return (
      <div className={styles.form}>
        <p role="status">{texts.kept}</p>
        <p className={styles.address}>{stored}</p>
        <div className={styles.actions}>
          <Button onPress={() => setStored(null)}>{texts.another}</Button>
        </div>
      </div>
    )
  if (preview === null) return <KeyInput onRead={setPreview} />
  const done = (view: NonNullable<typeof state.vault>) => {
    state.accept(view)
    setPreview(null)
    setStored(preview.account)
    onStored(preview.account)
  }
  return <KeyKeep preview={preview} kind={state.vault.kind} onBack={() => setPreview(null)} onKept={done} />
}
