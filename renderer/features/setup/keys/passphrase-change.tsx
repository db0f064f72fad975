import { type FormEvent, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import styles from './form.module.css'
import { emptyPair, isGood, NewPassphrase } from './new-passphrase.tsx'
import { texts } from './texts.ts'
import { useSubmit } from './use-submit.ts'

/** Another passphrase for an open vault. */
export const PassphraseChange = () => {
  const [current, setCurrent] = useState('')
  const [pair, setPair] = useState(emptyPair)
  const [done, setDone] = useState(false)
  const change = useSubmit('vault.changePassphrase')
  const ready = current !== '' && isGood(pair)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready || change.busy) return
    const view = await change.run({ current, next: pair.first })
    setCurrent('')
    setDone(view !== null)
    if (view) setPair(emptyPair)
  }
  const typed = () => {
    change.clear()
    setDone(false)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <SecretField
        label={texts.current}
        value={current}
        onChange={(next) => {
          typed()
          setCurrent(next)
        }}
        hint={texts.unlockHint}
        problem={change.problem}
        disabled={change.busy}
      />
      <NewPassphrase
        label={texts.newPassphrase}
        pair={pair}
        onChange={(next) => {
          typed()
          setPair(next)
        }}
        disabled={change.busy}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={!ready} pending={change.busy}>
          {texts.change}
        </Button>
        <span className={styles.small} role="status">
          {done && texts.changed}
        </span>
      </div>
    </form>
  )
}
