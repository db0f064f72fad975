import { useState } from 'react'
import type { WireError } from '../../../../shared/ipc/result.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { restartTexts } from '../texts.ts'
import { type SettingsDesk, useDesk } from '../use-settings.ts'
import styles from './save-bar.module.css'
import { texts } from './texts.ts'

type Props = { saved: boolean; onSaved: (saved: boolean) => void }

/** Always there, so that nothing moves: what saving would do, and what keeps it from being done. */
export const SaveBar = ({ saved, onSaved }: Props) => {
  const desk = useDesk()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<WireError | null>(null)

  const apply = async (confirmed: boolean) => {
    setAsking(false)
    setBusy(true)
    const failure = await desk.apply(confirmed)
    setBusy(false)
    if (failure?.code === 'DISPUTE_MOVE_DUE') return setAsking(true)
    setError(failure)
    onSaved(failure === null)
  }
  const ready = desk.mayChange && desk.dirty && !desk.checking && desk.check.problems.length === 0
  const said = error?.message ?? sayWhat(desk, saved)

  return (
    <div className={styles.bar}>
      <p
        className={styles.words}
        role="status"
        data-bad={error !== null || desk.check.problems.length > 0 || undefined}
      >
        {said}
      </p>
      <Button
        disabled={!desk.dirty || busy}
        onPress={() => {
          setError(null)
          desk.discard()
        }}
      >
        {texts.discard}
      </Button>
      <Button
        kind="primary"
        pending={busy}
        disabled={!ready}
        onPress={() => (desk.check.caution ? setAsking(true) : void apply(false))}
      >
        {texts.save}
      </Button>
      <Dialog
        role="alertdialog"
        title={texts.moveDueTitle}
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)} autoFocus>
              {texts.wait}
            </Button>
            <Button kind="danger" onPress={() => void apply(true)}>
              {texts.applyAnyway}
            </Button>
          </>
        }
      >
        <p>{texts.moveDue(desk.check.caution?.outputIndex ?? '')}</p>
      </Dialog>
    </div>
  )
}

function sayWhat({ dirty, checking, check }: SettingsDesk, saved: boolean): string {
  if (!dirty) return saved ? texts.saved : texts.noChanges
  if (checking) return texts.checking
  if (check.problems.length > 0) return texts.problems(check.problems.length)
  const begins = check.restarts.filter((one) => one !== 'alerts').map((one) => restartTexts[one])
  return begins.length === 0 ? texts.applies : texts.restarts(begins)
}
