import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Button } from '../../../ui/button.tsx'
import styles from './form.module.css'
import { texts } from './texts.ts'

type Props = {
  name: string | null
  onFile: (file: { name: string; text: string } | null) => void
  problem: string | null
}

const largestBytes = 20_000

/** Reads a small file as text; a larger one is not read at all. */
export const KeystoreFile = ({ name, onFile, problem }: Props) => {
  const [tooLarge, setTooLarge] = useState(false)
  const take = async (file: File | undefined) => {
    if (!file) return
    setTooLarge(file.size > largestBytes)
    onFile(file.size > largestBytes ? null : { name: file.name, text: await file.text() })
  }
  const wrong = tooLarge ? texts.fileTooLarge : problem
  return (
    <div>
      <p className={styles.actions}>
        <FileTrigger onSelect={(files) => void take(files?.[0])}>
          <Button>{texts.chooseFile}</Button>
        </FileTrigger>
        <span className={styles.text}>{name ?? texts.noFile}</span>
      </p>
      <p className={wrong ? styles.bad : styles.small} role="status">
        {wrong ?? texts.fileHint}
      </p>
    </div>
  )
}
