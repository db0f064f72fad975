import { useState } from 'react'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import { Button } from '../../ui/button.tsx'
import { Hint } from '../../ui/hint.tsx'
import { saveText } from '../../ui/save-text.ts'
import styles from './money.module.css'
import { texts } from './texts.ts'

/** Saves every movement as a CSV file. */
export const CsvButton = () => {
  const { bridge } = useEngine()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const run = async () => {
    setBusy(true)
    const reply = await bridge.invoke('money.csv', undefined)
    setBusy(false)
    setError(reply.ok ? null : reply.error)
    const day = new Date().toISOString().slice(0, 10)
    if (reply.ok) saveText(`kroma-validator-money-${day}.csv`, reply.value, 'text/csv')
  }
  return (
    <div className={styles.csv}>
      <Button onPress={() => void run()} pending={busy}>
        {texts.csv}
      </Button>
      <Hint term={texts.csv}>{texts.csvHint}</Hint>
      <span className={styles.csvError} role="alert">
        {error && `${texts.csvFailed} ${errorText(error).title}`}
      </span>
    </div>
  )
}
