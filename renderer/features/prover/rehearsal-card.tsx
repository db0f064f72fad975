import type { ProverRehearsal } from '../../../shared/domain/prover.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatRelative } from '../../format/time.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './prover.module.css'
import { texts, usd } from './texts.ts'

type Props = { rehearsal: ProverRehearsal | null; onBegin: () => void }

/** A start for nothing but to see that it works. */
export const RehearsalCard = ({ rehearsal, onBegin }: Props) => (
  <Card
    title={texts.rehearsal}
    className={styles.half}
    aside={
      <Button pending={rehearsal?.state === 'running'} onPress={onBegin}>
        {texts.rehearse}
      </Button>
    }
  >
    <p className={styles.text}>{texts.rehearsalWhy}</p>
    <p className={styles.text} aria-live="polite">
      {rehearsal && <Told rehearsal={rehearsal} />}
    </p>
  </Card>
)

const Told = ({ rehearsal }: { rehearsal: ProverRehearsal }) => {
  const nowMs = useNowMs()
  if (rehearsal.state === 'running') return `Runs since ${formatDuration((nowMs - rehearsal.startedAtMs) / 1000)}.`
  const when = formatRelative(rehearsal.endedAtMs / 1000, nowMs / 1000)
  if (rehearsal.state === 'failed') return `Failed ${when}: ${rehearsal.message} (${rehearsal.code})`
  const { readyAfterMs, totalMs, costUsd } = rehearsal
  return `Passed ${when}: ready after ${seconds(readyAfterMs)}, stopped after ${seconds(totalMs)}, ${usd(costUsd)}.`
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`
