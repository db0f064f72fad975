import type { ProverOverview } from '../../../shared/domain/prover.ts'
import { errorText } from '../../app/error-texts.ts'
import { SettingsLink } from '../../app/settings-link.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState, ErrorState } from '../../ui/notice.tsx'
import { ProverBanners } from './banners.tsx'
import { CostCard } from './cost-card.tsx'
import { MachineCard } from './machine-card.tsx'
import { ProofsCard } from './proofs-card.tsx'
import styles from './prover.module.css'
import { RehearsalCard } from './rehearsal-card.tsx'
import { texts } from './texts.ts'
import { type ProverView, useProver } from './use-prover.ts'

/** The prover's machine, what it cost, and the proofs it made. */
export const Prover = () => {
  const { overview, error, run } = useProver()
  if (overview === undefined && error !== null) {
    const { title, todo } = errorText(error)
    return (
      <ErrorState title={title} action={<Button onPress={() => run('prover.state')}>Try again</Button>}>
        {todo}
      </ErrorState>
    )
  }
  return (
    <div className={styles.prover} aria-busy={overview === undefined}>
      <h1 className={styles.title}>{texts.title}</h1>
      {overview === null && (
        <Card title={texts.machine} className={styles.wide}>
          <EmptyState title={texts.none}>
            <SettingsLink>{texts.noneWhy}</SettingsLink>
          </EmptyState>
        </Card>
      )}
      {overview && <Cards overview={overview} run={run} />}
    </div>
  )
}

/** All that is known, for an overview that is there. */
export const Cards = ({ overview, run }: { overview: ProverOverview; run: ProverView['run'] }) => (
  <>
    <ProverBanners overview={overview} run={run} />
    {overview.machine && (
      <>
        <MachineCard machine={overview.machine} />
        <CostCard machine={overview.machine} />
        <RehearsalCard rehearsal={overview.rehearsal} onBegin={() => run('prover.rehearse')} />
      </>
    )}
    <ProofsCard overview={overview} />
  </>
)
