import type { ProverJob, ProverOverview } from '../../../shared/domain/prover.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatWhen } from '../../format/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './prover.module.css'
import { jobNames, megabytes, texts, usd } from './texts.ts'

const hourMs = 3_600_000
const tones = { waiting: 'notice', proving: 'notice', done: 'ok', failed: 'critical' } as const

/** Every proof since the start, the newest first. */
export const ProofsCard = ({ overview }: { overview: ProverOverview }) => {
  const { jobs, port, machine } = overview
  const priceUsd = machine?.pricePerHourUsd ?? null
  const aside = port === null ? null : <span className={styles.text}>Others may ask on port {port}</span>
  return (
    <Card title={texts.proofs} className={styles.wide} aside={aside}>
      {jobs.length === 0 ? (
        <p className={styles.text}>{texts.noProofs}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              {['Began', 'Trace', 'Size', 'Time', 'Cost', 'State'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...jobs].reverse().map((job) => (
              <Row key={`${job.key}-${job.startedAtMs}`} job={job} priceUsd={priceUsd} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

const Row = ({ job, priceUsd }: { job: ProverJob; priceUsd: number | null }) => {
  const nowMs = useNowMs()
  const tookMs = (job.endedAtMs ?? nowMs) - job.startedAtMs
  return (
    <tr>
      <td>{formatWhen(job.startedAtMs / 1000, nowMs / 1000)}</td>
      <td>
        <code>{job.key.slice(0, 10)}</code>
      </td>
      <td>{megabytes(job.bytes)}</td>
      <td>{formatDuration(tookMs / 1000)}</td>
      <td>{priceUsd === null ? '–' : usd((tookMs / hourMs) * priceUsd)}</td>
      <td>
        <Badge tone={tones[job.state]}>{jobNames[job.state]}</Badge> {job.message}
      </td>
    </tr>
  )
}
