import type { Hash } from './hex.ts'

/** What money moved for. Rewards, won bonds and slashes are in KRO, gas is in ETH; amounts are never negative. */
export type MoneyKind = 'reward' | 'challenge-reward' | 'slash' | 'slash-reverted' | 'gas'

/** One movement of the validator's money on L1, with the transaction that it happened in. */
export type MoneyMovement = {
  kind: MoneyKind
  txHash: Hash
  /** Of the event; null for gas. */
  logIndex: number | null
  /** What it was about; null for what is about no output. */
  outputIndex: bigint | null
  /** L1 time; null until its block was read. */
  atSec: number | null
  l1BlockNumber: bigint
  amountWei: bigint
  /** Of own transactions, for instance `submit-output:12`; else null. */
  purpose: string | null
}

/** A time that the prover's machine was paid for. `microUsd`: millionths of a US dollar. */
export type CloudRun = { fromMs: number; toMs: number; microUsd: number }

/** Each amount in its own unit. */
export type MoneySums = {
  /** KRO: rewards of own outputs. */
  rewardsWei: bigint
  /** KRO: bonds of others that came with challenges. */
  wonWei: bigint
  /** KRO: own bonds that were lost, less what was given back. */
  slashedWei: bigint
  /** ETH: gas of own transactions. */
  gasWei: bigint
  /** US dollars in millionths; null where cloud cost cannot be told apart like this. */
  cloudMicroUsd: number | null
}

export type MoneyGrouping = 'output' | 'day' | 'month'

/** `key`: the output's index, `2026-11-22` or `2026-11` (UTC). */
export type MoneyRow = MoneySums & { key: string }

/** US dollars per coin, as the operator typed them; absent: not known. */
export type MoneyPrices = { kroUsd?: number | undefined; ethUsd?: number | undefined }

export type MoneySummary = {
  totals: MoneySums
  /** Newest first. */
  rows: MoneyRow[]
  /** The key to go on from; null at the end. */
  nextBefore: string | null
  /** Rows of this grouping in all. */
  total: number
  /** The oldest movement; null while there is none. */
  sinceSec: number | null
  /** Movements whose block was not read yet: in the totals, in no day and no month. */
  untimed: number
  prices: MoneyPrices
}
