import type { MoneyPrices, MoneySums } from './money.ts'

/** Own KRO gained: rewards and won bonds less slashes. Negative when more was lost. */
export const netKroWei = ({ rewardsWei, wonWei, slashedWei }: Omit<MoneySums, 'gasWei' | 'cloudMicroUsd'>): bigint =>
  rewardsWei + wonWei - slashedWei

const coins = (wei: bigint): number => Number(wei / 10n ** 9n) / 1e9

/** What all of it is worth in US dollars at the operator's own prices; null while a price is missing for a coin that moved. Rounded as floating numbers are: never for accounting in KRO or ETH. */
export function totalUsd(sums: MoneySums, { kroUsd, ethUsd }: MoneyPrices): number | null {
  if (kroUsd === undefined && ethUsd === undefined) return null
  const kro = netKroWei(sums)
  if (kroUsd === undefined && kro !== 0n) return null
  if (ethUsd === undefined && sums.gasWei !== 0n) return null
  return coins(kro) * (kroUsd ?? 0) - coins(sums.gasWei) * (ethUsd ?? 0) - (sums.cloudMicroUsd ?? 0) / 1e6
}
