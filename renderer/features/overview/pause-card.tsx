import { useRef, useState } from 'react'
import type { GuardView, PauseView } from '../../../shared/domain/guard.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import { useCommand } from '../../app/use-command.ts'
import { formatDuration } from '../../format/duration.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './pause-card.module.css'
import { happened, pauseTexts } from './pause-texts.ts'

type Props = { guard: GuardView | null }

/** Why nothing is signed, and the way on. Its place opens and closes slowly, so that nothing jumps. */
export const PauseCard = ({ guard }: Props) => {
  const pause = guard?.pause ?? null
  // What closes is still seen while it does.
  const last = useRef<PauseView | null>(null)
  if (pause) last.current = pause
  const shown = pause ?? last.current
  return (
    <div className={styles.place} data-open={pause !== null || undefined} inert={pause === null}>
      <div className={styles.inner}>{shown && <Pause pause={shown} />}</div>
    </div>
  )
}

const Pause = ({ pause }: { pause: PauseView }) => {
  const { title, steps } = pauseTexts(pause)
  return (
    <Card title={title} className={styles.card} aside={<Since sinceMs={pause.sinceMs} />}>
      <p className={styles.message}>{happened(pause)}</p>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className={styles.foot}>
        {pause.hash && (
          <span>
            Transaction <HexValue hex={pause.hash} what="transaction" ends={6} />
          </span>
        )}
        <Resume pause={pause} />
      </div>
    </Card>
  )
}

const Since = ({ sinceMs }: { sinceMs: number }) => (
  <span className={styles.since}>for {formatDuration((useNowMs() - sinceMs) / 1000)}</span>
)

/** After a question: what is resumed by mistake may be signed twice. */
const Resume = ({ pause }: { pause: PauseView }) => {
  const [asking, setAsking] = useState(false)
  const resume = useCommand('guard.resume')
  const { question, yes } = pauseTexts(pause)
  return (
    <div className={styles.resume}>
      {resume.error && (
        <p className={styles.error} role="alert">
          {errorText(resume.error).title}
        </p>
      )}
      <Button kind="primary" pending={resume.busy} onPress={() => setAsking(true)}>
        <Icon name="play" size={16} /> Resume signing
      </Button>
      <Dialog
        title="Resume signing?"
        role="alertdialog"
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onPress={() => setAsking(false)} autoFocus>
              Stay paused
            </Button>
            <Button
              kind="danger"
              onPress={() => {
                setAsking(false)
                void resume.run()
              }}
            >
              {yes}
            </Button>
          </>
        }
      >
        <p>{question}</p>
      </Dialog>
    </div>
  )
}
