import { useState } from 'react'
import type { EnvImported, EnvRead } from '../../../../shared/domain/env-import.ts'
import { useVault } from '../../../app/use-vault.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import form from '../keys/form.module.css'
import { confirmationOf, OperatorConfirm, unconfirmed } from '../keys/operator-confirm.tsx'
import { useSubmit } from '../keys/use-submit.ts'
import { UnlockForm } from '../keys/vault-unlock.tsx'
import { texts } from './texts.ts'

type Props = { read: EnvRead; onImported: (result: EnvImported) => void }

/** What of the file is kept; the vault is opened first where something is. */
export const EnvChoices = ({ read, onImported }: Props) => {
  const { preview } = read
  const state = useVault()
  const hasAws = ['awsAccessKeyId', 'awsSecretAccessKey'].every((part) =>
    preview.found.some(({ purpose }) => purpose === part)
  )
  const [key, setKey] = useState(preview.ready)
  const [aws, setAws] = useState(hasAws)
  const [confirm, setConfirm] = useState(unconfirmed)
  const submit = useSubmit('env.import')
  const { vault } = state
  const open = vault?.state === 'open'
  const replaces = open && key && vault.account !== null && vault.account !== preview.account
  const confirmation = replaces ? confirmationOf(confirm, vault.kind) : null
  const ready = (!(key || aws) || open) && (!replaces || confirmation !== null)
  const run = async () => {
    const result = await submit.run({ id: read.id, key, aws, confirmation })
    setConfirm(unconfirmed)
    if (result) onImported(result)
  }
  return (
    <section className={form.form}>
      <h3 className={form.title}>{texts.keep}</h3>
      <Checkbox on={key} onChange={setKey} disabled={!preview.ready}>
        {texts.keepKey}
      </Checkbox>
      {hasAws && (
        <Checkbox on={aws} onChange={setAws}>
          {texts.keepAws}
        </Checkbox>
      )}
      {(key || aws) && !open && <UnlockForm {...state} />}
      {replaces && (
        <>
          <p className={form.warning}>
            {texts.replaces} <span className={form.address}>{vault.account}</span>
          </p>
          <OperatorConfirm
            kind={vault.kind}
            label={texts.replacesConfirm}
            value={confirm}
            onChange={(next) => {
              submit.clear()
              setConfirm(next)
            }}
            problem={submit.problem}
            disabled={submit.busy}
          />
        </>
      )}
      <p className={form.bad} role="alert">
        {!(replaces && vault.kind === 'passphrase') && submit.problem}
      </p>
      <div className={form.actions}>
        <Button kind="primary" disabled={!ready} pending={submit.busy} onPress={() => void run()}>
          {key || aws ? texts.import : texts.importSettings}
        </Button>
      </div>
    </section>
  )
}
