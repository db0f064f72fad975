import type { Consequences } from '../../../shared/domain/action.ts'
import type { ActionIntent } from '../../../shared/domain/action-input.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { ValidatorStatus } from '../../../shared/domain/validator.ts'

/** What will be after the action, from the rules of the contracts (protocol: validator life). Pure; rewards and other validators' moves in the meantime are left out. */
export function consequencesOf(intent: ActionIntent, view: ActionView): Consequences {
  const before = chance(view.weightWei, view.totalWeightWei)
  const base: Consequences = { ...nothing, priorityChanceBefore: before }
  switch (intent.kind) {
    case 'register':
      return {
        ...base,
        ...stakeAfter(view, { addedWei: intent.amountWei, joins: intent.amountWei >= view.minActivateWei }),
        commissionAfterPercent: intent.commissionPercent,
        canWithdrawAtSec: view.timestampSec + view.minDelegationPeriodSec
      }
    case 'deposit':
      return {
        ...base,
        ...stakeAfter(view, { addedWei: intent.amountWei, joins: !view.inJail }),
        canWithdrawAtSec: view.timestampSec + view.minDelegationPeriodSec
      }
    case 'withdraw':
      return { ...base, ...stakeAfter(view, { addedWei: -intent.amountWei, joins: false }) }
    case 'activate':
    case 'unjail':
      return { ...base, ...stakeAfter(view, { addedWei: 0n, joins: true }) }
    case 'commission-init':
      return {
        ...base,
        commissionAfterPercent: intent.commissionPercent,
        canFinalizeAtSec: view.timestampSec + view.commissionDelaySec
      }
    case 'commission-finalize':
      return { ...base, commissionAfterPercent: view.pendingCommissionPercent }
    default:
      return nothing
  }
}

export const nothing: Consequences = {
  statusAfter: null,
  priorityChanceBefore: null,
  priorityChanceAfter: null,
  ownKroAfterWei: null,
  freeKroAfterWei: null,
  nextBondCovered: null,
  canWithdrawAtSec: null,
  commissionAfterPercent: null,
  canFinalizeAtSec: null
}

/** `joins`: the call puts a READY validator into the tree. */
type Change = { addedWei: bigint; joins: boolean }

function stakeAfter(view: ActionView, { addedWei, joins }: Change): Partial<Consequences> {
  const ownKroAfterWei = atLeastZero(view.ownKroWei + addedWei)
  const freeKroAfterWei = atLeastZero(view.freeKroWei + addedWei)
  const weightWei = atLeastZero(view.reflectiveWeightWei + addedWei)
  const statusAfter = statusFor(view, { ownWei: ownKroAfterWei, weightWei, joins })
  const inTreeWei = statusAfter === 'ACTIVE' ? weightWei : 0n
  return {
    statusAfter,
    ownKroAfterWei,
    freeKroAfterWei,
    nextBondCovered: freeKroAfterWei >= view.bondWei,
    priorityChanceAfter: chance(inTreeWei, view.totalWeightWei - view.weightWei + inTreeWei)
  }
}

type Stake = { ownWei: bigint; weightWei: bigint; joins: boolean }

/** An active validator that falls below a minimum leaves the tree in the same call. */
function statusFor(view: ActionView, { ownWei, weightWei, joins }: Stake): ValidatorStatus {
  if (ownWei < view.minRegisterWei) return 'EXITED'
  if (weightWei < view.minActivateWei) return 'REGISTERED'
  return view.status === 'ACTIVE' || joins ? 'ACTIVE' : 'READY'
}

const atLeastZero = (wei: bigint): bigint => (wei < 0n ? 0n : wei)

/** A share as a number, exact to a millionth. */
const chance = (weightWei: bigint, totalWei: bigint): number =>
  totalWei <= 0n ? 0 : Number((weightWei * 1_000_000n) / totalWei) / 1_000_000
