import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import type { BackupMade, BackupRestored } from '../../../../shared/domain/backup.ts'
import { useEngine } from '../../../app/engine-context.tsx'
import { useVault } from '../../../app/use-vault.ts'
import { Button } from '../../../ui/button.tsx'
import { saveText } from '../../../ui/save-text.ts'
import { SecretField } from '../../../ui/secret-field.tsx'
import { Switch } from '../../../ui/switch.tsx'
import type { Draft } from '../draft.ts'
import { useDesk } from '../use-settings.ts'
import { readBackup, restoreBackup } from './backup-file.ts'
import { Group } from './group.tsx'
import { saveBlob } from './save-blob.ts'
import styles from './section.module.css'

export const BackupSection = () => (
  <>
    <Make />
    <Restore />
    <Exchange />
  </>
)

const Make = () => {
  const { bridge } = useEngine()
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const owner = useOwner()
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<BackupMade | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const make = async () => {
    setBusy(true)
    setProblem(null)
    const reply = await bridge.invoke('backup.create', { passphrase, vaultPassphrase: owner.passphrase })
    const file = reply.ok ? await readBackup(bridge, reply.value) : reply
    setBusy(false)
    if ('value' in file && reply.ok) {
      saveBlob(reply.value.fileName, file.value as Blob)
      setMade(reply.value)
      setPassphrase('')
      setAgain('')
      owner.clear()
    } else if ('error' in file) setProblem(file.error.message)
  }
  const differs = again !== '' && again !== passphrase
  return (
    <Group title="Make a back-up">
      <p className={styles.text}>
        One encrypted file with settings, keys and tokens of the vault, transaction journals, history and alerts.
        Whoever has the file and its passphrase has your key.
      </p>
      <div className={styles.columns}>
        <SecretField
          label="Passphrase of the back-up"
          value={passphrase}
          onChange={setPassphrase}
          hint="8 characters or more; it cannot be recovered"
          problem={null}
        />
        <SecretField
          label="Once more"
          value={again}
          onChange={setAgain}
          hint=""
          problem={differs ? 'It differs from the first.' : null}
        />
      </div>
      {owner.field}
      <div className={styles.row}>
        <Button
          pending={busy}
          disabled={passphrase === '' || passphrase !== again || !owner.ready}
          onPress={() => void make()}
        >
          Make and download
        </Button>
        <p role="status" className={problem === null ? styles.text : styles.bad}>
          {problem ?? (made === null ? '' : `${made.fileName} was handed to the downloads.`)}
        </p>
      </div>
      {made !== null && (
        <div className={styles.text}>
          Not in it:
          <ul className={styles.list}>
            {made.leftOut.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </div>
      )}
    </Group>
  )
}

const Restore = () => {
  const { bridge } = useEngine()
  const { reload, mayChange } = useDesk()
  const [file, setFile] = useState<File | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [alone, setAlone] = useState(false)
  const owner = useOwner()
  const [busy, setBusy] = useState(false)
  const [share, setShare] = useState(0)
  const [done, setDone] = useState<BackupRestored | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const restore = async () => {
    if (file === null) return
    setBusy(true)
    setProblem(null)
    setDone(null)
    const answer = await restoreBackup(bridge, {
      file,
      passphrase,
      vaultPassphrase: owner.passphrase,
      onProgress: setShare
    })
    setBusy(false)
    if ('error' in answer) return setProblem(answer.error.message)
    setDone(answer.value)
    setPassphrase('')
    owner.clear()
    await reload()
  }
  return (
    <Group title="Restore a back-up">
      <p className={styles.text}>
        The file is looked through whole before anything is replaced, and what it replaces is kept in the data folder.
        Its journal is compared with the chain before anything is signed: where transactions were sent since, signing
        waits for you on the Overview.
      </p>
      <div className={styles.row}>
        <FileTrigger acceptedFileTypes={['.kvbackup']} onSelect={(files) => setFile(files?.[0] ?? null)}>
          <Button disabled={!mayChange}>Choose a file</Button>
        </FileTrigger>
        <span className={styles.text}>{file === null ? 'None chosen' : file.name}</span>
      </div>
      <div className={styles.narrow}>
        <SecretField
          label="Passphrase of the file"
          value={passphrase}
          onChange={setPassphrase}
          hint=""
          problem={null}
        />
      </div>
      {owner.field}
      <Switch
        label="The other installation is stopped for good"
        hint="Two apps with one key work against each other."
        on={alone}
        onChange={setAlone}
      />
      <div className={styles.row}>
        <Button
          kind="danger"
          pending={busy}
          disabled={!mayChange || file === null || passphrase === '' || !alone || !owner.ready}
          onPress={() => void restore()}
        >
          Restore
        </Button>
        <p role="status" className={problem === null ? styles.text : styles.bad}>
          {problem ?? (busy ? `${Math.round(share * 100)} %` : done === null ? '' : restoredText(done))}
        </p>
      </div>
    </Group>
  )
}

/** Whoever takes the vault's secrets out, or replaces them, is asked for its passphrase, where it has one. */
const useOwner = () => {
  const { vault } = useVault()
  const [typed, setTyped] = useState('')
  const asks = vault?.kind === 'passphrase' && vault.names.length > 0
  return {
    passphrase: asks ? typed : null,
    ready: !asks || typed !== '',
    clear: () => setTyped(''),
    field: asks ? (
      <div className={styles.narrow}>
        <SecretField
          label="Passphrase of the vault"
          value={typed}
          onChange={setTyped}
          hint="That it is you: its secrets are in the back-up"
          problem={null}
        />
      </div>
    ) : null
  }
}

const restoredText = ({ network, createdAtMs, keptIn }: BackupRestored): string =>
  `Restored: ${network}, as of ${new Date(createdAtMs).toLocaleString('en-GB')}. What was there before is in ${keptIn}.`

const Exchange = () => {
  const { bridge } = useEngine()
  const { replace, mayChange } = useDesk()
  const [said, setSaid] = useState<{ bad: boolean; text: string }>({ bad: false, text: '' })
  const exportNow = async () => {
    const reply = await bridge.invoke('settings.export', undefined)
    if (reply.ok) saveText('kroma-validator-settings.json', reply.value)
    setSaid(reply.ok ? { bad: false, text: 'Handed to the downloads.' } : { bad: true, text: reply.error.message })
  }
  const importNow = async (file: File | undefined) => {
    if (!file) return
    const reply = await bridge.invoke('settings.import', { text: (await file.text()).slice(0, 60_000) })
    if (!reply.ok) return setSaid({ bad: true, text: reply.error.message })
    replace(reply.value.config as Draft)
    const { missing } = reply.value
    const rest =
      missing.length === 0
        ? ''
        : ` ${missing.length} addresses have to be typed, since their secret parts were left out.`
    setSaid({ bad: false, text: `Read. Look through the sections and save.${rest}` })
    window.location.hash = '#/settings/network'
  }
  return (
    <Group title="Settings alone, without secrets">
      <p className={styles.text}>
        For another installation, or to show to somebody. Whatever of an address may be a key is left out and has to be
        typed again.
      </p>
      <div className={styles.row}>
        <Button onPress={() => void exportNow()}>Export settings</Button>
        <FileTrigger acceptedFileTypes={['.json']} onSelect={(files) => void importNow(files?.[0])}>
          <Button disabled={!mayChange}>Import settings</Button>
        </FileTrigger>
        <p role="status" className={said.bad ? styles.bad : styles.text}>
          {said.text}
        </p>
      </div>
    </Group>
  )
}
