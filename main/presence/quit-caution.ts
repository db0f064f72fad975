import { type Absence, absence } from '../../shared/domain/absence.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { kro, span, utc } from '../alerts/rules/words.ts'

/** How far ahead the look goes when nobody says when the app comes back. */
export const lookAheadSec = 8 * 3_600

type Caution = { message: string; detail: string }

/** What the operator should know before the app ends; null when nothing speaks against it, as on the practice network, which ends with the app. Pure. */
export function quitCaution(snapshot: EngineSnapshot, nowSec: number): Caution | null {
  const works = snapshot.state === 'running' || snapshot.state === 'degraded'
  if (!works || snapshot.network.practice) return null
  const found = absence({ snapshot, nowSec, untilSec: nowSec + lookAheadSec })
  if (found === null || found.verdict === 'quiet') return null
  const lines = [...disputes(found, nowSec), ...pending(found), ...rounds(found), ...loss(found)]
  return { message: 'Nobody does the validator’s work while the app is closed', detail: lines.join('\n') }
}

const disputes = ({ deadlines }: Absence, nowSec: number): string[] =>
  deadlines.map(({ outputIndex, atSec, myTurn }) => {
    const when = `${utc(atSec)} (in ${span(atSec - nowSec)})`
    return myTurn
      ? `Dispute of output ${outputIndex}: it is your move, until ${when}. Without it the dispute is lost.`
      : `Dispute of output ${outputIndex}: once the other side moves, your answer may be due by ${when}.`
  })

const pending = ({ pendingTransactions: count }: Absence): string[] => {
  if (count === 0) return []
  return [count === 1 ? 'A transaction is under way.' : `${count} transactions are under way.`]
}

function rounds({ rounds: count, drawnAlready, drawnChance, jailChance, strikesLeft }: Absence): string[] {
  if (count === null || drawnChance === null || jailChance === null)
    return ['It is not known yet how many rounds end in the next 8 hours.']
  if (drawnChance === 0) return []
  const first = drawnAlready
    ? 'The present round is yours'
    : `Chance that one of them is yours: ${percent(drawnChance)}`
  const free = `${strikesLeft} more ${strikesLeft === 1 ? 'miss stays' : 'misses stay'} without consequence`
  const strikes = strikesLeft === 0 ? 'the next miss leads to jail' : free
  const jail = jailChance > 0 ? `; chance of jail: ${percent(jailChance)}` : ''
  return [`${count} priority rounds end in the next 8 hours. ${first}; ${strikes}${jail}.`]
}

const loss = ({ worstLossWei }: Absence): string[] =>
  worstLossWei > 0n ? [`At most ${kro(worstLossWei)} can be lost to disputes that nobody answers.`] : []

const percent = (chance: number): string => {
  const value = chance * 100
  if (value < 1) return 'below 1 %'
  return value > 99 && value < 100 ? 'above 99 %' : `${Math.round(value)} %`
}
