import { classNames } from '../ui/class-names.ts'
import { halfTimeSec, type TurnClock } from './challenge-turn.ts'
import { useChainNowSec } from './engine-context.tsx'
import styles from './turn-bar.module.css'

type Props = { clock: TurnClock }

/** How much of a turn's time is gone, its half marked. Changes its colour only for moves of this validator. */
export const TurnBar = ({ clock }: Props) => {
  const nowSec = useChainNowSec()
  const { fromSec, untilSec, mine } = clock
  const length = Math.max(1, untilSec - fromSec)
  const gone = Math.min(1, Math.max(0, (nowSec - fromSec) / length))
  const half = nowSec >= halfTimeSec(clock)
  return (
    <div
      className={classNames(styles.bar, mine && styles.mine, half && styles.half, gone > 0.9 && styles.short)}
      role="img"
      aria-label={half ? 'More than half of the time is gone' : 'Less than half of the time is gone'}
    >
      <span className={styles.gone} style={{ width: `${(gone * 100).toFixed(2)}%` }} />
      <span className={styles.mark} />
    </div>
  )
}
