import type { ProverMachineOverview } from '../../../shared/domain/prover.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { formatClock, formatRelative } from '../../format/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './prover.module.css'
import { nextLine, stateNames, texts } from './texts.ts'

const shown = 8

/** What state it is in, what comes next, and what was before. */
export const MachineCard = ({ machine }: { machine: ProverMachineOverview }) => {
  const nowMs = useNowMs()
  const { state, sinceMs, address, problem, next, history } = machine
  return (
    <Card title={texts.machine} className={styles.half}>
      <p className={styles.state}>
        <Badge tone={problem ? 'warning' : state === 'ready' ? 'ok' : 'notice'}>{stateNames[state]}</Badge>{' '}
        {formatRelative(sinceMs / 1000, nowMs / 1000)}
        {address !== null && ` · ${address}`}
      </p>
      <p className={styles.text}>{nextLine(next)}</p>
      {problem && (
        <p className={styles.text} role="alert">
          <strong>{problem.code}</strong> {problem.remedy}
        </p>
      )}
      <ol className={styles.history} aria-label="What it was before">
        {history.slice(-shown).map((one) => (
          <li key={`${one.atMs}-${one.state}`}>
            <span className={styles.when}>{formatClock(one.atMs / 1000)}</span> {stateNames[one.state]}
          </li>
        ))}
      </ol>
    </Card>
  )
}
