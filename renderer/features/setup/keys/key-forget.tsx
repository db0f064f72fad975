import { useState } from 'react'
import type { VaultView } from '../../../../shared/domain/vault.ts'
import { Button } from '../../../ui/button.tsx'
import styles from './form.module.css'
import { confirmationOf, OperatorConfirm, unconfirmed } from './operator-confirm.tsx'
import { texts } from './texts.ts'
import { useSubmit } from './use-submit.ts'

type Props = { vault: VaultView; accept: (view: VaultView) => void }

/** Takes the key out, for good. */
export const KeyForget = ({ vault, accept }: Props) => {
  const [confirm, setConfirm] = useState(unconfirmed)
  const forget = useSubmit('keys.forget')
  const confirmation = confirmationOf(confirm, vault.kind)
  const run = async () => {
    if (confirmation === null) return
    const view = await forget.run({ confirmation })
    setConfirm(unconfirmed)
    if (view) accept(view)
  }
  return (
    <div className={styles.form}>
      <p className={styles.text}>{texts.forgetWhy}</p>
      <OperatorConfirm
        kind={vault.kind}
        label={texts.forgetConfirm}
        value={confirm}
        onChange={(next) => {
          forget.clear()
          setConfirm(next)
        }}
        problem={forget.problem}
        disabled={forget.busy}
      />
      <div className={styles.actions}>
        <Button kind="danger" disabled={confirmation === null} pending={forget.busy} onPress={() => void run()}>
          {texts.forget}
        </Button>
      </div>
      <p className={styles.bad} role="alert">
        {vault.kind === 'keychain' && forget.problem}
      </p>
    </div>
  )
}
