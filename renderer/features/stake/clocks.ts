import type { ActionKind } from '../../../shared/domain/action.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import { texts } from './texts.ts'

/** One clock of the stake: running until `toSec`, or with a word instead. `action` is what it is a clock for, once it may be done. */
export type StakeClock = {
  name: string
  toSec: number | null
  word: string
  ready: boolean
  action: ActionKind
}

/** The clocks that stand between the operator and an action, at a second of chain time. Pure. */
export function stakeClocks(view: ActionView, nowSec: number): StakeClock[] {
  return [withdrawClock(view, nowSec), jailClock(view, nowSec), commissionClock(view, nowSec)]
}

function withdrawClock(
  { withdrawAccount, canWithdrawAtSec, jailExpiresAtSec }: ActionView,
  nowSec: number
): StakeClock {
  if (withdrawAccount === null)
    return { name: texts.canWithdraw, toSec: null, word: texts.noWithdrawAccount, ready: false, action: 'withdraw' }
  const atSec = Math.max(canWithdrawAtSec, jailExpiresAtSec)
  return clock(texts.canWithdraw, { atSec, nowSec, word: texts.now, action: 'withdraw' })
}

function jailClock({ inJail, jailExpiresAtSec }: ActionView, nowSec: number): StakeClock {
  const name = texts.jail
  if (!inJail) return { name, toSec: null, word: texts.notInJail, ready: false, action: 'unjail' }
  return clock(name, { atSec: jailExpiresAtSec, nowSec, word: texts.jailOver, action: 'unjail' })
}

function commissionClock({ canFinalizeAtSec, pendingCommissionPercent }: ActionView, nowSec: number): StakeClock {
  const name = texts.commissionDue
  if (canFinalizeAtSec === null)
    return { name, toSec: null, word: texts.noChange, ready: false, action: 'commission-finalize' }
  const word = `${pendingCommissionPercent} % ${texts.finalizable}`
  return clock(name, { atSec: canFinalizeAtSec, nowSec, word, action: 'commission-finalize' })
}

type Moment = { atSec: number; nowSec: number; word: string; action: ActionKind }

const clock = (name: string, { atSec, nowSec, word, action }: Moment): StakeClock => ({
  name,
  toSec: atSec > nowSec ? atSec : null,
  word,
  ready: atSec <= nowSec,
  action
})
