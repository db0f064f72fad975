import type { Absence } from '../../../shared/domain/absence.ts'
import { formatAmount, formatInteger } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatWhen } from '../../format/time.ts'
import type { Tone } from '../../ui/tone.ts'

export type AbsenceText = { tone: Tone; title: string; rows: { label: string; text: string }[] }

const titles: Record<Absence['verdict'], { tone: Tone; title: string }> = {
  quiet: { tone: 'ok', title: 'Nothing can be missed.' },
  exposed: { tone: 'warning', title: 'Something may be missed.' },
  costly: { tone: 'critical', title: 'Better stay: something is at stake.' }
}

/** What being away means, in words. Pure. */
export function absenceText(absence: Absence, nowSec: number): AbsenceText {
  const { verdict, deadlines, pendingTransactions, worstLossWei } = absence
  const moves = deadlines.map(({ outputIndex, atSec, myTurn }) => ({
    label: `Output ${formatInteger(outputIndex)}`,
    text: `${myTurn ? 'your move, until' : 'once the other side moves, your answer may be due by'} ${formatWhen(atSec, nowSec)} (in ${formatDuration(atSec - nowSec)})`
  }))
  const pending = pendingTransactions === 1 ? 'one is under way' : `${pendingTransactions} are under way`
  return {
    ...titles[verdict],
    rows: [
      ...moves,
      ...(pendingTransactions > 0 ? [{ label: 'Transactions', text: pending }] : []),
      { label: 'Your rounds', text: roundsText(absence) },
      { label: 'Misses until jail', text: strikesText(absence) },
      { label: 'Worst loss', text: worstLossWei > 0n ? `${formatAmount(worstLossWei).text} KRO` : 'none' }
    ]
  }
}

function roundsText({ rounds, drawnChance, drawnAlready }: Absence): string {
  if (rounds === null || drawnChance === null) return 'not known yet'
  if (rounds === 0) return 'no round ends before you are back'
  const all = rounds === 1 ? 'one round ends' : `${rounds} rounds end`
  if (drawnAlready) return `${all}; the present one is yours`
  return `${all}; chance that one is yours: ${chanceText(drawnChance)}`
}

function strikesText({ strikesLeft, jailChance }: Absence): string {
  const next = strikesLeft === 0 ? 'the next miss leads to jail' : `${strikesLeft} without consequence`
  return jailChance === null || jailChance === 0 ? next : `${next}; chance of jail: ${chanceText(jailChance)}`
}

function chanceText(chance: number): string {
  const percent = chance * 100
  if (percent === 0) return 'none'
  if (percent < 0.1) return '<0.1 %'
  if (percent > 99.9 && percent < 100) return '>99.9 %'
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`
}
