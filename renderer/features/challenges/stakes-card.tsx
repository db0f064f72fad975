import type { ReactNode } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { formatInteger } from '../../format/amount.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import { stakesText } from './stakes.ts'
import styles from './stakes-card.module.css'
import { texts } from './texts.ts'

/** Who plays, and this validator's money in it. */
export const StakesCard = ({ row, className }: { row: ChallengeRow; className: string | undefined }) => {
  const { money, role } = row
  return (
    <Card title={row.outcome === null ? texts.stakes : texts.money} className={className}>
      <p className={styles.text}>{stakesText(row)}</p>
      <dl className={styles.facts}>
        {role !== 'watcher' && (
          <Fact name="Bonded now">
            <Amount wei={money.bondedWei} unit="KRO" decimals={2} />
          </Fact>
        )}
        {money.wonWei > 0n && (
          <Fact name="Won">
            <span className={styles.won}>
              <Amount wei={money.wonWei} unit="KRO" decimals={2} />
            </span>
          </Fact>
        )}
        {money.lostWei > 0n && (
          <Fact name="Lost">
            <span className={styles.lost}>
              <Amount wei={money.lostWei} unit="KRO" decimals={2} />
            </span>
          </Fact>
        )}
        <Fact name="Output">{formatInteger(row.outputIndex)}</Fact>
        <Player name="Challenger" address={row.challenger} you={role === 'challenger'} />
        <Player name="Asserter" address={row.asserter} you={role === 'asserter'} />
      </dl>
    </Card>
  )
}

const Player = ({ name, address, you }: { name: string; address: ChallengeRow['challenger']; you: boolean }) => (
  <Fact name={name}>
    {you && <Badge tone="accent">{texts.you}</Badge>} <HexValue hex={address} what={name.toLowerCase()} />
  </Fact>
)

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
