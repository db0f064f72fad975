import type { Address } from './hex.ts'

/** `ValidatorManager.getStatus`, in the order of the contract's enum. */
export const validatorStatuses = ['NONE', 'EXITED', 'REGISTERED', 'READY', 'INACTIVE', 'ACTIVE'] as const
export type ValidatorStatus = (typeof validatorStatuses)[number]

/** `ValidatorManager.nextValidator()` during a public round. */
export const publicRoundAddress: Address = '0xffffffffffffffffffffffffffffffffffffffff'

/** Everything the app shows and decides about one validator account, read in one call at one L1 block. */
export type ValidatorView = {
  address: Address
  status: ValidatorStatus
  inJail: boolean
  /** 0 when never jailed. */
  jailExpiresAtSec: number
  /** Missed priority rounds since the last reset; at `jailThreshold` the next miss jails. */
  noSubmissionCount: number
  jailThreshold: number
  commissionPercent: number
  weightWei: bigint
  totalWeightWei: bigint
  ownKroWei: bigint
  bondedKroWei: bigint
  freeKroWei: bigint
  bondWei: bigint
  ethWei: bigint
  withdrawAccount: Address
  canWithdrawAtSec: number
}
