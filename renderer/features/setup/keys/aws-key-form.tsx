import { type FormEvent, useState } from 'react'
import { useVault } from '../../../app/use-vault.ts'
import { Button } from '../../../ui/button.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import styles from './form.module.css'
import { texts } from './texts.ts'
import { useSubmit } from './use-submit.ts'
import { UnlockForm } from './vault-unlock.tsx'

const empty = { id: '', secret: '', token: '' }

/** Puts the AWS key into the vault. */
export const AwsKeyForm = ({ onStored }: { onStored?: () => void }) => {
  const state = useVault()
  const [typed, setTyped] = useState(empty)
  const write = useSubmit('vault.writeSecret')
  if (state.vault?.state !== 'open') return <UnlockForm {...state} />
  const ready = typed.id.trim() !== '' && typed.secret.trim() !== ''
  const change = (patch: Partial<typeof empty>) => {
    write.clear()
    setTyped({ ...typed, ...patch })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready || write.busy) return
    const { id: accessKeyId, secret: secretAccessKey, token } = typed
    const sessionToken = token.trim() === '' ? null : token
    const view = await write.run({ kind: 'aws', accessKeyId, secretAccessKey, sessionToken })
    if (view === null) return
    setTyped(empty)
    state.accept(view)
    onStored?.()
  }
  const field = { disabled: write.busy, mono: true }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <p className={styles.small} role="status">
        {state.vault.names.includes('aws') && texts.awsKept}
      </p>
      <SecretField
        {...field}
        label={texts.awsId}
        value={typed.id}
        onChange={(id) => change({ id })}
        hint={texts.awsIdHint}
        problem={null}
      />
      <SecretField
        {...field}
        label={texts.awsSecret}
        value={typed.secret}
        onChange={(secret) => change({ secret })}
        hint={texts.awsSecretHint}
        problem={write.problem}
      />
      <SecretField
        {...field}
        label={texts.awsToken}
        value={typed.token}
        onChange={(token) => change({ token })}
        hint={texts.awsTokenHint}
        problem={null}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={!ready} pending={write.busy}>
          {texts.awsKeep}
        </Button>
      </div>
    </form>
  )
}
