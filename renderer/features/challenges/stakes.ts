import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { formatAmount } from '../../format/amount.ts'

type Row = Pick<ChallengeRow, 'role' | 'outcome' | 'money'>

const kro = (wei: bigint): string => `${formatAmount(wei, 2).text} KRO`

/** What this validator can win and lose, or what became of it. */
export const stakesText = (row: Row): string => {
  if (row.role === 'watcher') return 'Nothing of yours is bonded in this challenge.'
  return row.outcome === null ? openText(row) : endText(row, row.outcome)
}

const openText = ({ role, money }: Row): string => {
  const bond = money.bondedWei === 0n ? 'Your bond' : `Your bond of ${kro(money.bondedWei)}`
  return role === 'asserter'
    ? `${bond} for this output. Lost, together with a jail term, if the challenger proves the output wrong. If the challenger is late instead, its bond is yours, less 20 % tax.`
    : `${bond} for this challenge. Lost, together with a jail term, if you are late. If your proof stands, the asserter’s bond goes to you, less 20 % tax.`
}

const endText = ({ role, money }: Row, outcome: NonNullable<ChallengeRow['outcome']>): string => {
  if (money.lostWei > 0n) return `${kro(money.lostWei)} of bond was taken, and a jail term came with it.`
  switch (outcome) {
    case 'proven':
      return 'The asserter’s bond, less 20 % tax, is paid with the output; your own bond comes back then.'
    case 'challenger-timed-out':
      return 'The challenger’s bond, less 20 % tax, is paid with the output.'
    case 'cancelled':
      return role === 'challenger' ? 'Your bond came back.' : 'Nothing was won or lost in this challenge.'
    case 'dismissed':
      return 'Your bond is restored. The challenger’s goes to the Security Council.'
    case 'force-deleted':
      return 'The Security Council decided; nothing was won in this challenge.'
    case 'finalized':
      return role === 'challenger'
        ? 'Your bond stays locked until the asserter closes the challenge and takes it.'
        : 'Once the challenger’s turns have run out, the app closes the challenge and takes its bond.'
  }
}

/** The result for this validator in one word. */
export const resultOf = ({ role, outcome }: Row): 'won' | 'lost' | 'even' | 'watched' => {
  if (role === 'watcher') return 'watched'
  if (outcome === 'proven') return role === 'challenger' ? 'won' : 'lost'
  if (outcome === 'challenger-timed-out' || outcome === 'dismissed') return role === 'asserter' ? 'won' : 'lost'
  if (outcome === 'force-deleted') return role === 'asserter' ? 'lost' : 'even'
  return 'even'
}

/** What the challenge moved for this validator so far: won less lost. */
export const balanceWei = ({ money }: Row): bigint => money.wonWei - money.lostWei
