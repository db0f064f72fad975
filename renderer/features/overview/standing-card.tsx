import type { ReactNode } from 'react'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import { Countdown } from '../../app/countdown.tsx'
import { useChainNowSec } from '../../app/engine-context.tsx'
import { formatShare } from '../../format/amount.ts'
import { formatWhen } from '../../format/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Hint } from '../../ui/hint.tsx'
import { Missing } from './missing.tsx'
import { missesUntilJail } from './money.ts'
import styles from './standing-card.module.css'
import { hints, statusTexts, texts } from './texts.ts'

/** Where the validator stands: status, chance of being drawn, misses left, jail. */
export const StandingCard = ({ snapshot }: { snapshot: EngineSnapshot | null }) => {
  const validator = snapshot?.validator ?? null
  return (
    <Card title={texts.standing} className={styles.card} aside={validator ? <Status validator={validator} /> : null}>
      <dl className={styles.list}>
        <Row label="Chance of priority" hint={hints.chance}>
          {validator ? <Chance validator={validator} /> : <Missing snapshot={snapshot} />}
        </Row>
        <Row label="Misses until jail" hint={hints.misses}>
          {validator ? <Misses validator={validator} /> : <Missing snapshot={snapshot} />}
        </Row>
        {validator?.inJail ? (
          <Jail validator={validator} />
        ) : (
          <Row label="Commission" hint={hints.commission}>
            {validator ? (
              <span className={styles.value}>{validator.commissionPercent} %</span>
            ) : (
              <Missing snapshot={snapshot} />
            )}
          </Row>
        )}
      </dl>
    </Card>
  )
}

const Row = ({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) => (
  <div className={styles.row}>
    <dt>
      {label}
      {hint !== undefined && <Hint term={label}>{hint}</Hint>}
    </dt>
    <dd>{children}</dd>
  </div>
)

const Status = ({ validator }: { validator: ValidatorView }) => {
  if (validator.inJail) return <Badge tone="critical">In jail</Badge>
  const { text, tone } = statusTexts[validator.status]
  return <Badge tone={tone}>{text}</Badge>
}

const Chance = ({ validator }: { validator: ValidatorView }) => {
  const { status, weightWei, totalWeightWei, inJail } = validator
  const share = status === 'ACTIVE' ? formatShare(weightWei, totalWeightWei) : '0 %'
  const width =
    status === 'ACTIVE' && totalWeightWei > 0n ? `${Number((weightWei * 1000n) / totalWeightWei) / 10}%` : '0%'
  return (
    <>
      <span className={styles.value}>{share}</span>
      <span className={styles.meter} aria-hidden="true">
        <span className={styles.fill} style={{ width }} />
      </span>
      <span className={styles.note}>
        {inJail
          ? 'Not drawn while in jail.'
          : status === 'ACTIVE'
            ? 'in each draw: your weight in all weight'
            : statusTexts[status].hint}
      </span>
    </>
  )
}

const Misses = ({ validator }: { validator: ValidatorView }) => {
  const left = missesUntilJail(validator)
  const all = validator.jailThreshold + 1
  const last = left === 1
  return (
    <>
      <span className={styles.value} data-last={last || undefined}>
        {left}
      </span>
      <span className={styles.pips} aria-hidden="true">
        {Array.from({ length: all }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pips are a row of fixed length
          <span key={i} className={styles.pip} data-used={i < all - left || undefined} data-last={last || undefined} />
        ))}
      </span>
      <span className={styles.note}>{missNote(validator)}</span>
    </>
  )
}

const missNote = (validator: ValidatorView): string => {
  if (missesUntilJail(validator) > 1) return 'The next round of yours resets it.'
  return validator.inJail ? 'The next missed round adds another term.' : 'The next missed round leads to jail.'
}

const Jail = ({ validator }: { validator: ValidatorView }) => {
  const nowSec = useChainNowSec()
  const over = validator.jailExpiresAtSec <= nowSec
  return (
    <Row label="Jail">
      <span className={styles.value} data-last>
        {over ? 'term over' : <Countdown toSec={validator.jailExpiresAtSec} />}
      </span>
      <span className={styles.note}>
        {over
          ? 'Can be released now.'
          : `Ends ${formatWhen(validator.jailExpiresAtSec, nowSec)}; then it can be released.`}
      </span>
    </Row>
  )
}
