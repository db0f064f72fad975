import type { ChallengeDecision, ChallengeRole } from '../../../shared/domain/challenge.ts'
import { challengeRuleTexts } from '../../../shared/domain/challenge-rule-texts.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { Address } from '../../../shared/domain/hex.ts'

type Look = {
  decision: ChallengeDecision
  /** Of the move that is due, null when none is. */
  purpose: string | null
  /** First and last second for that move. */
  span: { fromSec: number; untilSec: number } | null
}

type About = { outputIndex: bigint; challenger: Address | null; role: ChallengeRole }

export type TurnNotices = {
  /** What is worth telling after a look. */
  looked(look: Look, nowSec: number): EngineEvent[]
  /** The same, for time alone. */
  passed(nowSec: number): EngineEvent[]
}

/** The message of an alert: the rule's reason, and what this case adds to it. */
export const alertMessage = ({ rule, detail }: ChallengeDecision): string =>
  detail === null ? challengeRuleTexts[rule] : `${challengeRuleTexts[rule]} (${detail})`

/** Says each thing once: that a move is due, that half of its time is gone, that a person has to look. */
export function createTurnNotices({ outputIndex, challenger, role }: About): TurnNotices {
  let last: Look | null = null
  let told = { turn: '', half: '' }
  /** Rules that were alerted about, while the same move is due. */
  let alerted = { purpose: null as string | null, rules: new Set<string>() }

  const myTurn = ({ decision, purpose }: Look): EngineEvent[] => {
    const { deadlineSec, rule } = decision
    if (challenger === null || purpose === null || deadlineSec === null || told.turn === purpose) return []
    told = { ...told, turn: purpose }
    return [{ type: 'challenge.my-turn', outputIndex, challenger, role, rule, deadlineSec }]
  }

  const halfTime = ({ decision, purpose, span }: Look, nowSec: number): EngineEvent[] => {
    const { deadlineSec } = decision
    if (challenger === null || purpose === null || deadlineSec === null || !span || told.half === purpose) return []
    if (nowSec < (span.fromSec + deadlineSec) / 2) return []
    told = { ...told, half: purpose }
    return [{ type: 'challenge.half-time', outputIndex, challenger, role, deadlineSec }]
  }

  const alert = ({ decision, purpose }: Look): EngineEvent[] => {
    if (alerted.purpose !== purpose) alerted = { purpose, rules: new Set() }
    const { kind, rule } = decision
    const insists = kind === 'act' && decision.detail !== null
    if ((kind !== 'alert' && !insists) || alerted.rules.has(rule)) return []
    alerted.rules.add(rule)
    return [{ type: 'challenge.alert', outputIndex, challenger, rule, message: alertMessage(decision) }]
  }

  return {
    looked(look, nowSec) {
      last = look
      return [...myTurn(look), ...halfTime(look, nowSec), ...alert(look)]
    },
    passed: (nowSec) => (last ? halfTime(last, nowSec) : [])
  }
}
