import { type FormEvent, useState } from 'react'
import { useVault } from '../../../app/use-vault.ts'
import { Button } from '../../../ui/button.tsx'
import { saveText } from '../../../ui/save-text.ts'
import styles from './form.module.css'
import { emptyPair, isGood, NewPassphrase } from './new-passphrase.tsx'
import { confirmationOf, OperatorConfirm, unconfirmed } from './operator-confirm.tsx'
import { texts } from './texts.ts'
import { useSubmit } from './use-submit.ts'
import { UnlockForm } from './vault-unlock.tsx'

/** The key as an encrypted file, for its owner only. */
export const KeyExport = () => {
  const state = useVault()
  const [confirm, setConfirm] = useState(unconfirmed)
  const [pair, setPair] = useState(emptyPair)
  const [done, setDone] = useState(false)
  const save = useSubmit('keys.exportKeystore')
  const { vault } = state
  if (vault?.state !== 'open') return <UnlockForm {...state} />
  if (!vault.names.includes('validator-key')) return <p className={styles.text}>{texts.noKey}</p>
  const confirmation = confirmationOf(confirm, vault.kind)
  const ready = confirmation !== null && isGood(pair)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready || save.busy) return
    const text = await save.run({ confirmation, newPassphrase: pair.first })
    setConfirm({ ...confirm, passphrase: '' })
    setDone(text !== null)
    if (text === null) return
    setPair(emptyPair)
    setConfirm(unconfirmed)
    saveText(`validator-keystore-${(vault.account ?? 'key').slice(0, 10)}.json`, text)
  }
  const changed = () => {
    save.clear()
    setDone(false)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <p className={styles.text}>{texts.exportWhy}</p>
      <NewPassphrase
        label={texts.exportPassphrase}
        pair={pair}
        onChange={(next) => {
          changed()
          setPair(next)
        }}
        disabled={save.busy}
      />
      <OperatorConfirm
        kind={vault.kind}
        label={texts.exportConfirm}
        value={confirm}
        onChange={(next) => {
          changed()
          setConfirm(next)
        }}
        problem={save.problem}
        disabled={save.busy}
      />
      <div className={styles.actions}>
        <Button kind="primary" type="submit" disabled={!ready} pending={save.busy}>
          {texts.export}
        </Button>
        <span className={styles.small} role="status">
          {done && texts.exported}
        </span>
      </div>
      <p className={styles.bad} role="alert">
        {vault.kind === 'keychain' && save.problem}
      </p>
    </form>
  )
}
