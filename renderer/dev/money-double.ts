import type { MoneyRow, MoneySummary, MoneySums } from '../../shared/domain/money.ts'
import type { OutputRow } from '../../shared/domain/output.ts'
import type { Input } from '../../shared/ipc/contract.ts'

const gwei = 10n ** 9n
const kro = 10n ** 18n
const none: MoneySums = { rewardsWei: 0n, wonWei: 0n, slashedWei: 0n, gasWei: 0n, cloudMicroUsd: 0 }

const plus = (a: MoneySums, b: MoneySums): MoneySums => ({
  rewardsWei: a.rewardsWei + b.rewardsWei,
  wonWei: a.wonWei + b.wonWei,
  slashedWei: a.slashedWei + b.slashedWei,
  gasWei: a.gasWei + b.gasWei,
  cloudMicroUsd: (a.cloudMicroUsd ?? 0) + (b.cloudMicroUsd ?? 0)
})

type Entry = { key: string; sums: MoneySums }

/** What the outputs of the fixture brought and cost, with a challenge won over each ninth and lost over each fortieth own one. */
export function moneyDouble(
  outputs: readonly OutputRow[],
  { by, before, limit }: Input<'money.summary'>
): MoneySummary {
  const own = outputs.filter(({ mine }) => mine)
  const sumsOf = ({ index, rewardWei, feeWei }: OutputRow): MoneySums => ({
    rewardsWei: rewardWei ?? 0n,
    wonWei: index % 9n === 0n ? 4_000n * kro : 0n,
    slashedWei: index % 40n === 5n ? 5_000n * kro : 0n,
    gasWei: feeWei ?? 300_000n * 21n * gwei,
    cloudMicroUsd: index % 9n === 0n ? 8_400_000 : 0
  })
  const keyOf = (row: OutputRow): string =>
    by === 'output' ? `${row.index}` : new Date(row.submittedAtSec * 1000).toISOString().slice(0, by === 'day' ? 10 : 7)
  const rows: MoneyRow[] = []
  for (const { key, sums } of own.map((row): Entry => ({ key: keyOf(row), sums: sumsOf(row) }))) {
    const last = rows.at(-1)
    if (last?.key === key) Object.assign(last, plus(last, sums))
    else rows.push({ key, ...sums, ...(by === 'output' && { cloudMicroUsd: null }) })
  }
  const from = before === null ? 0 : rows.findIndex(({ key }) => key === before) + 1
  const page = rows.slice(from, from + limit)
  return {
    totals: own.map(sumsOf).reduce(plus, none),
    rows: page,
    nextBefore: from + limit < rows.length ? (page.at(-1)?.key ?? null) : null,
    total: rows.length,
    sinceSec: own.at(-1)?.submittedAtSec ?? null,
    untimed: 0,
    prices: own.length > 20 ? { kroUsd: 0.01, ethUsd: 3_000 } : {}
  }
}
