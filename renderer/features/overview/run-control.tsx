import { useState } from 'react'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { errorText } from '../../app/error-texts.ts'
import { useCommand } from '../../app/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { AbsenceCheck } from './absence-check.tsx'
import styles from './run-control.module.css'
import { texts } from './texts.ts'

type Props = { snapshot: EngineSnapshot; nowSec: number; reachable: boolean }

/** Pause (after a question) and resume. */
export const RunControl = ({ snapshot, nowSec, reachable }: Props) => {
  const [asking, setAsking] = useState(false)
  const start = useCommand('engine.start')
  const stop = useCommand('engine.stop')
  const idle = snapshot.state === 'stopped' || snapshot.state === 'failed'
  const error = idle ? start.error : stop.error
  const pause = () => {
    setAsking(false)
    void stop.run()
  }
  return (
    <div className={styles.control}>
      <AbsenceCheck snapshot={snapshot} nowSec={nowSec} />
      {idle ? (
        <Button kind="primary" pending={start.busy} disabled={!reachable} onPress={() => void start.run()}>
          <Icon name="play" size={16} /> {snapshot.state === 'failed' ? texts.retry : texts.resume}
        </Button>
      ) : (
        <Button
          pending={stop.busy || snapshot.state === 'stopping'}
          disabled={!reachable}
          onPress={() => setAsking(true)}
        >
          <Icon name="pause" size={16} /> {texts.pause}
        </Button>
      )}
      {error && (
        <p className={styles.error} role="alert">
          {errorText(error).title}
        </p>
      )}
      <Dialog
        title={texts.pauseTitle}
        role="alertdialog"
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)} autoFocus>
              {texts.pauseNo}
            </Button>
            <Button kind="danger" onPress={pause}>
              {texts.pauseYes}
            </Button>
          </>
        }
      >
        <p>{texts.pauseBody}</p>
        {isMyRound(snapshot, nowSec) && <p className={styles.mine}>{texts.pauseMine}</p>}
      </Dialog>
    </div>
  )
}

const isMyRound = ({ next }: EngineSnapshot, nowSec: number): boolean =>
  next !== null && (next.kind === 'submit' || (next.deadlineSec !== null && next.deadlineSec > nowSec))
