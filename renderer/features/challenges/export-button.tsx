import { useState } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import { Button } from '../../ui/button.tsx'
import { saveText } from '../../ui/save-text.ts'
import styles from './export-button.module.css'
import { texts } from './texts.ts'

/** Saves the whole case as a JSON file. */
export const ExportButton = ({ row }: { row: ChallengeRow }) => {
  const { bridge } = useEngine()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError | null>(null)
  const { outputIndex, challenger, createdAtSec } = row
  const run = async () => {
    setBusy(true)
    const reply = await bridge.invoke('challenges.export', { outputIndex, challenger, createdAtSec })
    setBusy(false)
    setError(reply.ok ? null : reply.error)
    if (reply.ok) saveText(`challenge-${outputIndex}-${challenger.slice(0, 10)}.json`, reply.value)
  }
  return (
    <div className={styles.place}>
      <Button onPress={() => void run()} pending={busy}>
        {texts.exportCase}
      </Button>
      <p className={styles.error} role="alert">
        {error && `${texts.exportFailed} ${errorText(error).title}`}
      </p>
    </div>
  )
}
