import { type FormEvent, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import form from '../keys/form.module.css'
import { useSubmit } from '../keys/use-submit.ts'
import styles from './env-import.module.css'
import { deleteCommands, texts } from './texts.ts'

const systems = [
  ['linux', texts.deleteLinux],
  ['mac', texts.deleteMac],
  ['windows', texts.deleteWindows]
] as const

/** The app is given the file's text only: where it is, the operator says. */
const WipeFile = ({ id }: { id: string }) => {
  const wipe = useSubmit('env.wipe')
  const [path, setPath] = useState('')
  const [done, setDone] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (path.trim() === '' || wipe.busy) return
    setDone((await wipe.run({ id, path: path.trim() })) !== null)
  }
  if (done) return <p role="status">{texts.wiped}</p>
  return (
    <form className={form.form} onSubmit={(event) => void submit(event)}>
      <TextField
        label={texts.place}
        value={path}
        onChange={(next) => {
          wipe.clear()
          setPath(next)
        }}
        hint={texts.placeHint}
        problem={wipe.problem}
        mono
        disabled={wipe.busy}
      />
      <div className={form.actions}>
        <Button type="submit" kind="danger" pending={wipe.busy} disabled={path.trim() === ''}>
          {texts.wipe}
        </Button>
      </div>
    </form>
  )
}

/** How to get rid of the file: by the app, or by hand, system by system. */
export const DeleteFile = ({ id }: { id: string }) => (
  <section className={form.form}>
    <h3 className={form.title}>{texts.nowDelete}</h3>
    <p className={form.text}>{texts.deleteWhy}</p>
    <WipeFile id={id} />
    <h4 className={form.small}>{texts.byHand}</h4>
    <dl className={styles.facts}>
      {systems.map(([system, name]) => (
        <div key={system}>
          <dt>{name}</dt>
          <dd className={styles.mono}>{deleteCommands[system]}</dd>
        </div>
      ))}
    </dl>
    <p className={form.small}>{texts.deleteCopies}</p>
  </section>
)
