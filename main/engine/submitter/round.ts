import type { Address } from '../../../shared/domain/hex.ts'
import type { RoundKind } from '../../../shared/domain/submit-decision.ts'
import { publicRoundAddress } from '../../../shared/domain/validator.ts'
import type { SubmitView } from './view.ts'

/** Whose turn it is at one moment. `holder` is null in a public round; `publicAtSec` is null when no public round follows. */
export type Round = { kind: RoundKind; holder: Address | null; publicAtSec: number | null }

export const sameAddress = (a: Address, b: Address): boolean => a.toLowerCase() === b.toLowerCase()

/** Protocol: submitting outputs. The public round starts one second after the priority round's last second; the contract's own answer is as old as the block it was read at, so the change of rounds is computed. */
export function roundAt(view: SubmitView, nowSec: number): Round {
  const publicAtSec = view.dueAtSec + view.roundDurationSec + 1
  const trusted: Round = { kind: 'trusted', holder: view.trustedValidator, publicAtSec: null }
  const everybody: Round = { kind: 'public', holder: null, publicAtSec }
  if (view.outputIndex === view.mptFirstOutputIndex) return trusted
  if (sameAddress(view.nextValidator, publicRoundAddress)) return everybody
  const namesTrusted = sameAddress(view.nextValidator, view.trustedValidator)
  if (namesTrusted && (!view.drawsBegun || view.readAtSec >= publicAtSec)) return trusted
  if (nowSec >= publicAtSec && !namesTrusted) return everybody
  return { kind: 'priority', holder: view.nextValidator, publicAtSec }
}

/** True in an own priority round, as trusted validator, and in the public round after an own priority round: a late submission still counts as kept. */
export const isMyTurn = (view: SubmitView, round: Round): boolean =>
  sameAddress(round.holder ?? view.drawn ?? publicRoundAddress, view.account)
