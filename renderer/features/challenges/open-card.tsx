import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineState } from '../../../shared/domain/snapshot.ts'
import { challengeKey, challengeLink } from '../../app/challenge-link.ts'
import { challengeNext } from '../../app/challenge-next.ts'
import { challengeTitle } from '../../app/challenge-title.ts'
import { turnClock } from '../../app/challenge-turn.ts'
import { Countdown } from '../../app/countdown.tsx'
import { useChainNowSec } from '../../app/engine-context.tsx'
import { TurnBar } from '../../app/turn-bar.tsx'
import { formatInteger } from '../../format/amount.ts'
import { Icon } from '../../ui/icon.tsx'
import { type Band, bandOf } from './band.ts'
import { clockLabel } from './next-panel.tsx'
import styles from './open-card.module.css'

/** One open challenge in short; the whole of it is a link to its own view. */
export const OpenCard = ({ row, engine }: { row: ChallengeRow; engine: EngineState }) => {
  const nowSec = useChainNowSec()
  const next = challengeNext(row, { engine, nowSec })
  const clock = turnClock(row, nowSec)
  const band = bandOf(row)
  return (
    <li className={styles.card} data-tone={next?.tone} data-role={row.role}>
      <div className={styles.head}>
        <div className={styles.words}>
          <h3 className={styles.title}>
            <a className={styles.link} href={challengeLink(row)} data-challenge={challengeKey(row)}>
              {challengeTitle(row)}
            </a>
          </h3>
          {next && (
            <p className={styles.next} data-tone={next.tone}>
              {next.tone === 'critical' && <Icon name="critical" size={16} />}
              {next.title}
            </p>
          )}
          {band && <Left band={band} />}
        </div>
        {clock && (
          <div className={styles.clock}>
            <span className={styles.digits} data-mine={clock.mine || undefined} data-half={clock.halfGone || undefined}>
              <Countdown toSec={clock.untilSec} />
            </span>
            <span className={styles.label}>{clockLabel(clock, row.role)}</span>
            <TurnBar clock={clock} />
          </div>
        )}
        <span className={styles.open}>
          <Icon name="right" />
        </span>
      </div>
    </li>
  )
}

/** What is left of the output's blocks, to scale. */
const Left = ({ band }: { band: Band }) => {
  const [whole] = band.rows
  if (whole === undefined) return null
  const share = (block: bigint): number => Number(((block - whole.startBlock) * 10_000n) / whole.blocks) / 100
  const { startBlock, endBlock, blocks } = band.left
  const one = blocks === 1n
  return (
    <div className={styles.left}>
      <div className={styles.whole} aria-hidden="true">
        <span
          className={styles.rest}
          style={{ left: `${share(startBlock)}%`, width: `${share(endBlock) - share(startBlock)}%` }}
        />
      </div>
      <p className={styles.label}>
        {one ? '1 block' : `${formatInteger(blocks)} blocks`} of {formatInteger(whole.blocks)} in dispute
      </p>
    </div>
  )
}
