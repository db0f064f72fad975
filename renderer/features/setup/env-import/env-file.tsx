import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import type { EnvRead } from '../../../../shared/domain/env-import.ts'
import { Button } from '../../../ui/button.tsx'
import styles from '../keys/form.module.css'
import { useSubmit } from '../keys/use-submit.ts'
import { readEnvText } from './read-env-text.ts'
import { texts } from './texts.ts'

/** Where the file is chosen, and why one is refused. */
export const EnvFile = ({ onRead }: { onRead: (read: EnvRead) => void }) => {
  const [problem, setProblem] = useState<string | null>(null)
  const preview = useSubmit('env.preview')
  const take = async (file: File | undefined) => {
    if (!file) return
    preview.clear()
    const found = await readEnvText(file)
    setProblem('problem' in found ? found.problem : null)
    if ('problem' in found) return
    const read = await preview.run({ text: found.text })
    if (read) onRead(read)
  }
  return (
    <div className={styles.form}>
      <h3 className={styles.title}>{texts.title}</h3>
      <p className={styles.text}>{texts.why}</p>
      <div className={styles.actions}>
        <FileTrigger onSelect={(files) => void take(files?.[0])}>
          <Button kind="primary" pending={preview.busy}>
            {texts.choose}
          </Button>
        </FileTrigger>
        <span className={styles.small} role="status">
          {preview.busy && texts.reading}
        </span>
      </div>
      <p className={styles.bad} role="alert">
        {problem ?? preview.problem}
      </p>
      <p className={styles.small}>{texts.hiddenFile}</p>
    </div>
  )
}
