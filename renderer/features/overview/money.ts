import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'

/** How far the free KRO goes: bonds that it covers, or what is missing for one. */
export const bondCover = ({ freeKroWei, bondWei }: ValidatorView): { covered: number; shortWei: bigint } => {
  if (bondWei <= 0n) return { covered: 0, shortWei: 0n }
  return { covered: Number(freeKroWei / bondWei), shortWei: freeKroWei >= bondWei ? 0n : bondWei - freeKroWei }
}

/** How many more submissions the ETH is good for, at the mean fee of the own outputs known; null before the first. */
export const submissionsLeft = ({ validator, outputs }: EngineSnapshot): number | null => {
  const fees = outputs.flatMap((row) => (row.mine && row.feeWei !== null ? [row.feeWei] : []))
  const sumWei = fees.reduce((sum, fee) => sum + fee, 0n)
  if (validator === null || sumWei === 0n) return null
  return Number((validator.ethWei * BigInt(fees.length)) / sumWei)
}

/** Misses that lead to jail, counted from now: 1 means that the next one does. Protocol: the miss after `jailThreshold` of them. */
export const missesUntilJail = ({ noSubmissionCount, jailThreshold }: ValidatorView): number =>
  Math.max(1, jailThreshold + 1 - noSubmissionCount)
