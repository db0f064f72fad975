import { type FormEvent, useState } from 'react'
import { useVault } from '../../../app/use-vault.ts'
import { Button } from '../../../ui/button.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import styles from './form.module.css'
import { texts } from './texts.ts'
import { useSubmit } from './use-submit.ts'
import { UnlockForm } from './vault-unlock.tsx'

/** Puts the secret URL of an alert's receiver into the vault, as `channel-<id>`. */
export const ChannelUrlForm = ({ name, onStored }: { name: `channel-${string}`; onStored?: () => void }) => {
  const state = useVault()
  const [url, setUrl] = useState('')
  const write = useSubmit('vault.writeSecret')
  if (state.vault?.state !== 'open') return <UnlockForm {...state} />
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (url.trim() === '' || write.busy) return
    const view = await write.run({ kind: 'channel', name, url })
    if (view === null) return
    setUrl('')
    state.accept(view)
    onStored?.()
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <SecretField
        label={texts.url}
        value={url}
        onChange={(next) => {
          write.clear()
          setUrl(next)
        }}
        hint={state.vault.names.includes(name) ? texts.urlKept : texts.urlHint}
        problem={write.problem}
        disabled={write.busy}
        mono
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={url.trim() === ''} pending={write.busy}>
          {texts.urlKeep}
        </Button>
      </div>
    </form>
  )
}
