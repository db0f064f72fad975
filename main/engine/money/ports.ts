import type { MoneyMovement } from '../../../shared/domain/money.ts'

export type MovementId = Pick<MoneyMovement, 'txHash' | 'logIndex'>

/** What must survive a restart about money. Movements are told apart by transaction and event: adding one again changes it. */
export interface MoneyPort {
  addMovements(movements: readonly MoneyMovement[]): void
  /** A reorganisation of L1 took them back. Unknown ones are ignored. */
  removeMovements(ids: readonly MovementId[]): void
  /** Of events in this block and later ones, which are about to be read again; gas stays. */
  forgetEventsFrom(block: bigint): void
  /** What another account or another chain left. */
  forgetAllMovements(): void
  /** Blocks of movements without a time, oldest first. */
  untimedBlocks(limit: number): bigint[]
  setBlockTime(block: bigint, atSec: number): void
}
