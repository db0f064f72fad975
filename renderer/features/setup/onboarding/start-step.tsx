import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { HiddenHeading } from '../../../ui/hidden-text.tsx'
import type { Draft } from '../draft.ts'
import { EnvImport } from '../env-import/env-import.tsx'
import styles from './onboarding.module.css'
import { type Start, texts } from './texts.ts'

type Props = { onChoose: (start: Start, draft?: Draft) => void; onPractice: () => void }

const others = ['existing', 'new', 'import', 'watch'] as const

/** Five ways to begin. */
export const StartStep = ({ onChoose, onPractice }: Props) => {
  const [importing, setImporting] = useState(false)
  const [imported, setImported] = useState<Draft | null>(null)
  if (importing)
    return (
      <>
        <HiddenHeading>{texts.title}</HiddenHeading>
        <h2 className={styles.title}>{texts.starts.import.title}</h2>
        <EnvImport onDone={(config) => setImported(config as Draft)} />
        <div className={styles.buttons}>
          <Button onPress={() => setImporting(false)}>{texts.back}</Button>
          {imported !== null && (
            <Button kind="primary" onPress={() => onChoose('import', imported)}>
              {texts.next}
            </Button>
          )}
        </div>
      </>
    )
  return (
    <>
      <h1 className={styles.title}>{texts.title}</h1>
      <p className={styles.text}>{texts.what}</p>
      <div className={styles.practice}>
        <div>
          <h2>{texts.practice.title}</h2>
          <p className={styles.text}>{texts.practice.text}</p>
        </div>
        <Button kind="primary" onPress={onPractice} autoFocus>
          {texts.practice.action}
        </Button>
      </div>
      <ul className={styles.starts}>
        {others.map((start) => (
          <li key={start}>
            <button
              type="button"
              className={styles.start}
              onClick={() => (start === 'import' ? setImporting(true) : onChoose(start))}
            >
              <span className={styles.name}>{texts.starts[start].title}</span>
              <span className={styles.text}>{texts.starts[start].text}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.text}>
        {texts.running} <a href="#/settings/backup">{texts.restore}</a>
      </p>
    </>
  )
}
