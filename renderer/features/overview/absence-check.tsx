import { useState } from 'react'
import { absence } from '../../../shared/domain/absence.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './absence-check.module.css'
import { absenceText } from './absence-text.ts'
import { backAtMs, proposedBackAt } from './back-at.ts'
import { texts } from './texts.ts'

type Props = { snapshot: EngineSnapshot; nowSec: number }

/** May I close the lid until 18:00? */
export const AbsenceCheck = ({ snapshot, nowSec }: Props) => {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>{texts.away}</Button>
      <Dialog
        title={texts.awayTitle}
        open={open}
        onClose={close}
        actions={<Button onPress={close}>{texts.close}</Button>}
      >
        {open && <Answer snapshot={snapshot} nowSec={nowSec} />}
      </Dialog>
    </>
  )
}

const Answer = ({ snapshot, nowSec }: Props) => {
  const nowMs = useNowMs()
  const [back, setBack] = useState(() => proposedBackAt(nowMs))
  const atMs = backAtMs(back, nowMs)
  const found =
    atMs === null ? null : absence({ snapshot, nowSec, untilSec: nowSec + Math.round((atMs - nowMs) / 1000) })
  const text = found && absenceText(found, nowSec)
  return (
    <div className={styles.answer}>
      <TextField
        label={texts.backAt}
        value={back}
        onChange={setBack}
        hint={texts.backAtHint}
        problem={atMs === null ? texts.noTime : null}
        autoFocus
      />
      <div className={styles.result} aria-live="polite">
        {text === null ? (
          <p>{atMs === null ? texts.noTimeYet : texts.awayUnknown}</p>
        ) : (
          <>
            <Badge tone={text.tone}>{text.title}</Badge>
            <dl className={styles.rows}>
              {text.rows.map(({ label, text: line }) => (
                <div key={label + line}>
                  <dt>{label}</dt>
                  <dd>{line}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </div>
      <p className={styles.note}>{texts.awayNote}</p>
    </div>
  )
}
