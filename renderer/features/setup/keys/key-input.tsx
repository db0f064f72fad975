import { type FormEvent, useState } from 'react'
import type { KeyPreview } from '../../../../shared/domain/vault.ts'
import type { Input } from '../../../../shared/ipc/contract.ts'
import { Button } from '../../../ui/button.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import styles from './form.module.css'
import { KeystoreFile } from './keystore-file.tsx'
import { texts } from './texts.ts'
import { useSubmit } from './use-submit.ts'

type Kind = keyof typeof texts.kinds
type Typed = {
  privateKey: string
  mnemonic: string
  path: string
  file: { name: string; text: string } | null
  passphrase: string
}

const usualPath = "m/44'/60'/0'/0/0"
const empty: Typed = { privateKey: '', mnemonic: '', path: usualPath, file: null, passphrase: '' }
const kinds = (Object.keys(texts.kinds) as Kind[]).map((value) => ({ value, text: texts.kinds[value] }))

/** Null while something is missing. */
function inputOf(kind: Kind, { privateKey, mnemonic, path, file, passphrase }: Typed): Input<'keys.preview'> | null {
  if (kind === 'privateKey') return privateKey.trim() === '' ? null : { kind, privateKey }
  if (kind === 'mnemonic') return mnemonic.trim() === '' ? null : { kind, mnemonic, path }
  return file === null || passphrase === '' ? null : { kind, text: file.text, passphrase }
}

/** The three shapes in which a key comes; what is wrong stands at its field. */
export const KeyInput = ({ onRead }: { onRead: (preview: KeyPreview) => void }) => {
  const [kind, setKind] = useState<Kind>('privateKey')
  const [typed, setTyped] = useState(empty)
  const read = useSubmit('keys.preview')
  const input = inputOf(kind, typed)
  const change = (patch: Partial<Typed>) => {
    read.clear()
    setTyped({ ...typed, ...patch })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (input === null || read.busy) return
    const preview = await read.run(input)
    if (preview === null) return
    setTyped(empty)
    onRead(preview)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <div className={styles.choice}>
        <Segmented
          label={texts.kindOfKey}
          value={kind}
          options={kinds}
          onChange={(next) => {
            read.clear()
            setTyped(empty)
            setKind(next)
          }}
        />
      </div>
      <Fields kind={kind} typed={typed} change={change} read={read} />
      <div className={styles.actions}>
        <Button kind="primary" type="submit" disabled={input === null} pending={read.busy}>
          {texts.read}
        </Button>
      </div>
    </form>
  )
}

type FieldsProps = {
  kind: Kind
  typed: Typed
  change: (patch: Partial<Typed>) => void
  read: Pick<ReturnType<typeof useSubmit<'keys.preview'>>, 'busy' | 'problem' | 'code'>
}

const Fields = ({ kind, typed, change, read: { busy, problem, code } }: FieldsProps) => {
  if (kind === 'privateKey')
    return (
      <SecretField
        label={texts.privateKey}
        value={typed.privateKey}
        onChange={(privateKey) => change({ privateKey })}
        hint={texts.privateKeyHint}
        problem={problem}
        mono
        disabled={busy}
      />
    )
  if (kind === 'keystore')
    return (
      <>
        <KeystoreFile
          name={typed.file?.name ?? null}
          onFile={(file) => change({ file })}
          problem={code === 'KEYSTORE_WRONG_PASSPHRASE' ? null : problem}
        />
        <SecretField
          label={texts.filePassphrase}
          value={typed.passphrase}
          onChange={(passphrase) => change({ passphrase })}
          hint={texts.filePassphraseHint}
          problem={code === 'KEYSTORE_WRONG_PASSPHRASE' ? problem : null}
          disabled={busy}
        />
      </>
    )
  return (
    <>
      <SecretField
        label={texts.mnemonic}
        value={typed.mnemonic}
        onChange={(mnemonic) => change({ mnemonic })}
        hint={texts.mnemonicHint}
        problem={code === 'HD_PATH_INVALID' ? null : problem}
        disabled={busy}
      />
      <TextField
        label={texts.path}
        value={typed.path}
        onChange={(path) => change({ path })}
        hint={texts.pathHint}
        problem={code === 'HD_PATH_INVALID' ? problem : null}
        mono
        disabled={busy}
      />
    </>
  )
}
