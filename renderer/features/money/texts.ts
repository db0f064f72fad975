import type { MoneyGrouping } from '../../../shared/domain/money.ts'

/** Every word of the Money screen. */
export const texts = {
  title: 'Money',
  by: 'Added up by',
  groupings: { output: 'Output', day: 'Day', month: 'Month' },
  totals: 'In all',
  none: 'Nothing has moved yet',
  noneWhy: 'The first line appears when this validator sends a transaction, or when an output of its own is paid.',
  rewards: 'Rewards',
  rewardsHint: 'KRO that your own outputs were paid with, your part only; what your delegators got is not in it.',
  won: 'Won',
  wonHint: 'Bonds of others that came to you with challenges, after the tax.',
  slashed: 'Slashed',
  slashedHint: 'Bonds of yours that were lost, less what was given back.',
  gas: 'Gas',
  gasHint: 'ETH for every transaction of yours that was mined, reverted ones too.',
  cloud: 'Cloud',
  cloudHint:
    'What the prover’s machine cost, at the price in the settings. A run counts for the day on which it began.',
  worth: 'At your prices',
  worthHint:
    'Rewards and won bonds less slashes, gas and cloud cost, at the prices of KRO and ETH that you typed in the settings. The app knows no prices of its own.',
  noPrices: 'Type prices of KRO and ETH in the settings (prices.kroUsd, prices.ethUsd) to see all of it in dollars.',
  gained: 'KRO gained',
  spent: 'Gas spent',
  list: 'Line by line',
  notByOutput: 'Cloud cost is told by day and month: one run of the machine may serve several outputs.',
  untimed: 'Some are so new that their block was not read yet: they are in the sums, in no day and no month.',
  csv: 'Save as CSV',
  csvHint:
    'Every movement with its transaction. The last line is the SHA-256 of all lines before it; docs/money.md tells how to check it.',
  csvFailed: 'It was not saved.',
  close: 'Close',
  retry: 'Try again'
} as const

export const keyHeaders: Record<MoneyGrouping, string> = { output: 'Output', day: 'Day (UTC)', month: 'Month (UTC)' }

const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
export const usd = (amount: number): string => `${amount < 0 ? '−' : ''}$${cents.format(Math.abs(amount))}`
