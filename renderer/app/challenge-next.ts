import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import type { EngineState } from '../../shared/domain/snapshot.ts'
import { formatInteger } from '../format/amount.ts'
import { formatWhen } from '../format/time.ts'
import { type RuleText, ruleTexts } from './challenge-rules.ts'

export type ChallengeNext = RuleText & {
  /** What the rule alone does not say: which block, which source, which refusal. */
  detail: string | null
}

type Context = { engine: EngineState; nowSec: number }

const idle: readonly EngineState[] = ['stopped', 'stopping', 'failed']
/** These say all that there is to say by themselves. */
const withoutDetail = new Set(['PROOF_RUNNING', 'READY_TO_PROVE'])

/** The engine's own decision about a running challenge, in words; null when it is over. Nothing is decided here. */
export const challengeNext = (row: ChallengeRow, { engine, nowSec }: Context): ChallengeNext | null => {
  if (row.outcome !== null) return null
  if (row.role === 'watcher') return { ...watching(row, nowSec), detail: null }
  if (idle.includes(engine)) return { ...unattended(row, nowSec), detail: null }
  if (row.next === null) return { ...undecided(row, nowSec), detail: null }
  const decision = row.next
  const text = ruleTexts[decision.rule]({ row, decision, nowSec })
  return { ...text, detail: withoutDetail.has(decision.rule) ? null : readable(decision.detail) }
}

/** Details come from the engine: block numbers get the form that they have everywhere else. */
const readable = (detail: string | null): string | null =>
  detail === null
    ? null
    : capital(detail.replace(/\bblock (\d{4,})\b/g, (_, digits: string) => `block ${formatInteger(BigInt(digits))}`))
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const end = ({ timeoutAtSec }: ChallengeRow, nowSec: number): string =>
  timeoutAtSec === null ? '' : ` until ${formatWhen(timeoutAtSec, nowSec)}`

const watching = (row: ChallengeRow, nowSec: number): RuleText => ({
  title: watched(row),
  why: `${row.timeoutAtSec === null ? 'Its turns are over' : `Its turn lasts${end(row, nowSec)}`}. Nothing of yours is at stake, and there is nothing for you to do.`,
  todo: null,
  tone: 'neutral'
})

const watched = ({ status, whoseMove }: ChallengeRow): string => {
  switch (status) {
    case 'READY_TO_PROVE':
      return 'The challenger has to prove one block'
    case 'ASSERTER_TIMEOUT':
      return 'The asserter is late: the challenger can prove its first block'
    case 'CHALLENGER_TIMEOUT':
      return 'The challenger is late: the asserter can take its bond'
    default:
      return whoseMove === 'asserter' ? 'The asserter has to move' : 'The challenger has to move'
  }
}

const unattended = (row: ChallengeRow, nowSec: number): RuleText =>
  row.whoseMove === row.role
    ? {
        title: 'Nobody makes your move',
        why: `It is your turn${end(row, nowSec)}, and the engine is not running.`,
        todo: 'Start it on the Overview: without a move in time, your bond is lost.',
        tone: 'critical'
      }
    : {
        title: 'Nobody watches this challenge',
        why: `The other side has time${end(row, nowSec)}. The engine is not running, so its move would go unanswered.`,
        todo: 'Start it on the Overview before your turn comes.',
        tone: 'warning'
      }

const undecided = (row: ChallengeRow, nowSec: number): RuleText => ({
  title: row.whoseMove === row.role ? 'It is your turn' : 'It is the other side’s turn',
  why: `The turn lasts${end(row, nowSec)}. The engine is reading the challenge and decides in a moment.`,
  todo: null,
  tone: row.whoseMove === row.role ? 'accent' : 'neutral'
})
