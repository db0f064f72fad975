import { useState } from 'react'
import type { ConfigInput } from '../../../../shared/config/config.ts'
import type { EnvImported, EnvRead } from '../../../../shared/domain/env-import.ts'
import { Button } from '../../../ui/button.tsx'
import styles from '../keys/form.module.css'
import { DeleteFile } from './delete-file.tsx'
import { EnvChoices } from './env-choices.tsx'
import { EnvFile } from './env-file.tsx'
import { EnvPreviewView } from './env-preview.tsx'
import { texts } from './texts.ts'

type Props = { onDone: (config: ConfigInput) => void }

/** From the old set-up's file to a key in the vault and settings: looked at first, then imported. */
export const EnvImport = ({ onDone }: Props) => {
  const [read, setRead] = useState<EnvRead | null>(null)
  const [imported, setImported] = useState<EnvImported | null>(null)
  if (imported)
    return (
      <div className={styles.form}>
        <p role="status">
          <strong>{texts.done}</strong> {imported.stored.includes('validator-key') && texts.doneKey}{' '}
          {imported.stored.includes('aws') && texts.doneAws}
        </p>
        <DeleteFile id={imported.wipeId} />
      </div>
    )
  if (read === null) return <EnvFile onRead={setRead} />
  const done = (result: EnvImported) => {
    setImported(result)
    onDone(result.config)
  }
  return (
    <div className={styles.wide}>
      <EnvPreviewView preview={read.preview} />
      <EnvChoices read={read} onImported={done} />
      <div className={styles.actions}>
        <Button kind="quiet" onPress={() => setRead(null)}>
          {texts.again}
        </Button>
      </div>
    </div>
  )
}
