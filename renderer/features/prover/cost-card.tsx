import type { ProverMachineOverview } from '../../../shared/domain/prover.ts'
import { Card } from '../../ui/card.tsx'
import styles from './prover.module.css'
import { texts, usd } from './texts.ts'

/** What was spent, each against what is agreed. */
export const CostCard = ({ machine }: { machine: ProverMachineOverview }) => {
  const { spent, caps, pricePerHourUsd } = machine
  return (
    <Card title={texts.cost} className={styles.half}>
      <Gauge label="This run (cap of a proof)" spentUsd={spent.runUsd} capUsd={caps.perProofUsd} />
      <Gauge label="Today (UTC)" spentUsd={spent.dayUsd} capUsd={caps.perDayUsd} />
      <Gauge label="This month (UTC)" spentUsd={spent.monthUsd} capUsd={caps.perMonthUsd} />
      <p className={styles.text}>
        {pricePerHourUsd === null
          ? 'What an hour costs is not known yet.'
          : `An hour costs ${usd(pricePerHourUsd)}; each start a minute at least.`}
      </p>
    </Card>
  )
}

const Gauge = ({ label, spentUsd, capUsd }: { label: string; spentUsd: number; capUsd: number }) => (
  <div className={styles.gauge}>
    <p className={styles.gaugeLine}>
      <span>{label}</span>
      <span className={styles.gaugeValue}>
        {usd(spentUsd)} of {usd(capUsd)}
      </span>
    </p>
    <meter className={styles.meter} aria-label={label} min={0} max={capUsd} high={capUsd * 0.8} value={spentUsd} />
  </div>
)
