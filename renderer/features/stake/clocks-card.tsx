import type { ActionView } from '../../../shared/domain/action-view.ts'
import { Countdown } from '../../app/countdown.tsx'
import { useChainNowSec } from '../../app/engine-context.tsx'
import { formatWhen } from '../../format/time.ts'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type StakeClock, stakeClocks } from './clocks.ts'
import styles from './clocks-card.module.css'
import { texts } from './texts.ts'

/** When what can be done. */
export const ClocksCard = ({ view }: { view: ActionView | null }) => {
  const nowSec = useChainNowSec()
  return (
    <Card title={texts.clocks} className={styles.card}>
      {view === null ? (
        <Skeleton width="100%" height={90} />
      ) : (
        <dl className={styles.list}>
          {stakeClocks(view, nowSec).map((clock) => (
            <Row key={clock.name} clock={clock} nowSec={nowSec} />
          ))}
        </dl>
      )}
    </Card>
  )
}

const Row = ({ clock, nowSec }: { clock: StakeClock; nowSec: number }) => (
  <div className={styles.row} data-ready={clock.ready || undefined}>
    <dt>{clock.name}</dt>
    <dd>
      {clock.toSec === null ? (
        <span className={styles.word}>{clock.word}</span>
      ) : (
        <>
          <span className={styles.digits}>
            <Countdown toSec={clock.toSec} />
          </span>
          <span className={styles.when}>{formatWhen(clock.toSec, nowSec)}</span>
        </>
      )}
    </dd>
  </div>
)
