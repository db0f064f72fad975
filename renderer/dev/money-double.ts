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

type Grouping = Input<'money.summary'>['by']
type Grouped = { rows: MoneyRow[]; totals: MoneySums; own: OutputRow[] }
let grouped: { of: readonly OutputRow[]; newest: OutputRow | undefined; by: Grouping; is: Grouped } | null = null

/** What the outputs of the fixture brought and cost, with a challenge won over each ninth and lost over each fortieth own one. */
export function moneyDouble(
  outputs: readonly OutputRow[],
  { by, before, limit }: Input<'money.summary'>
): MoneySummary {
  if (grouped?.of !== outputs || grouped.newest !== outputs[0] || grouped.by !== by)
    grouped = { of: outputs, newest: outputs[0], by, is: groupedBy(outputs, by) }
  const { rows, totals, own } = grouped.is
  const from = before === null ? 0 : rows.findIndex(({ key }) => key === before) + 1
  const page = rows.slice(from, from + limit)
  return {
    totals,
    rows: page,
    nextBefore: from + limit < rows.length ? (page.at(-1)?.key ?? null) : null,
    total: rows.length,
    sinceSec: own.at(-1)?.submittedAtSec ?? null,
    untimed: 0,
    prices: own.length > 20 ? { kroUsd: 0.01, ethUsd: 3_000 } : {}
  }
}

function groupedBy(outputs: readonly OutputRow[], by: Grouping): Grouped {
  const own = outputs.filter(({ mine }) => mine)
  const rows: MoneyRow[] = []
  for (const row of own) {
    const key = keyOf(row, by)
    const sums = sumsOf(row)
    const last = rows.at(-1)
    if (last?.key === key) Object.assign(last, plus(last, sums))
    else rows.push({ key, ...sums, ...(by === 'output' && { cloudMicroUsd: null }) })
  }
  return { rows, totals: own.map(sumsOf).reduce(plus, none), own }
}

const sumsOf = ({ index, rewardWei, feeWei }: OutputRow): MoneySums => ({
  rewardsWei: rewardWei ?? 0n,
  wonWei: index % 9n === 0n ? 4_000n * kro : 0n,
  slashedWei: index % 40n === 5n ? 5_000n * kro : 0n,
  gasWei: feeWei ?? 300_000n * 21n * gwei,
  cloudMicroUsd: index % 9n === 0n ? 8_400_000 : 0
})

const keyOf = ({ index, submittedAtSec }: OutputRow, by: Grouping): string =>
  by === 'output' ? `${index}` : new Date(submittedAtSec * 1000).toISOString().slice(0, by === 'day' ? 10 : 7)
