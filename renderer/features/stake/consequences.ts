import type { Consequences } from '../../../shared/domain/action.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { ValidatorStatus } from '../../../shared/domain/validator.ts'

export type Consequence = { label: string } & (
  | { kind: 'status'; after: ValidatorStatus }
  | { kind: 'share'; before: number; after: number }
  | { kind: 'kro'; before: bigint; after: bigint }
  | { kind: 'rate'; before: number; after: number }
  | { kind: 'covered'; after: boolean }
  | { kind: 'time'; after: number }
)

/** The consequences as rows to show, and in words what would hurt. Only what applies. Pure. */
export function consequenceRows(c: Consequences, view: ActionView): { rows: Consequence[]; warnings: string[] } {
  return { rows: [...stakeRows(c, view), ...clockRows(c, view)], warnings: warningsOf(c, view) }
}

function stakeRows(c: Consequences, view: ActionView): Consequence[] {
  const rows: (Consequence | false)[] = [
    c.statusAfter !== null && { label: 'Status', kind: 'status', after: c.statusAfter },
    c.priorityChanceAfter !== null && {
      label: 'Chance of priority',
      kind: 'share',
      before: c.priorityChanceBefore ?? 0,
      after: c.priorityChanceAfter
    },
    c.ownKroAfterWei !== null &&
      c.ownKroAfterWei !== view.ownKroWei && {
        label: 'Own KRO',
        kind: 'kro',
        before: view.ownKroWei,
        after: c.ownKroAfterWei
      },
    c.freeKroAfterWei !== null &&
      c.freeKroAfterWei !== view.freeKroWei && {
        label: 'Free KRO',
        kind: 'kro',
        before: view.freeKroWei,
        after: c.freeKroAfterWei
      },
    c.nextBondCovered !== null && { label: 'Bond of the next output', kind: 'covered', after: c.nextBondCovered }
  ]
  return rows.filter((row) => row !== false)
}

function clockRows(c: Consequences, view: ActionView): Consequence[] {
  const rows: (Consequence | false)[] = [
    c.commissionAfterPercent !== null && {
      label: 'Commission',
      kind: 'rate',
      before: view.commissionPercent,
      after: c.commissionAfterPercent
    },
    c.canFinalizeAtSec !== null && { label: 'Can be finalized', kind: 'time', after: c.canFinalizeAtSec },
    c.canWithdrawAtSec !== null && { label: 'Withdrawals possible from', kind: 'time', after: c.canWithdrawAtSec }
  ]
  return rows.filter((row) => row !== false)
}

function warningsOf(c: Consequences, view: ActionView): string[] {
  const warnings: string[] = []
  const drops = view.status === 'ACTIVE' && c.statusAfter !== null && c.statusAfter !== 'ACTIVE'
  if (drops)
    warnings.push(
      c.statusAfter === 'EXITED'
        ? 'The validator leaves: less than the minimum stays, so it is not drawn any more and earns nothing until you deposit again.'
        : 'The validator is not drawn any more until it has more weight again.'
    )
  if (c.nextBondCovered === false && c.statusAfter === 'ACTIVE')
    warnings.push(
      'What stays free does not cover the bond of the next output: a priority round that comes before bonds are paid back is missed, and misses lead to jail.'
    )
  return warnings
}
