import { describe, expect, it } from 'vitest'
import type { ChallengeDecision, ChallengeRule } from '../../../shared/domain/challenge.ts'
import { challengePolicy } from './challenge-policy.ts'
import { turnSpan } from './game-time.ts'
import { checkedLengths } from './reads.ts'
import { challenger, exampleView } from './testing/example-view.ts'
import { createTurnNotices } from './turn-notices.ts'

const decision = (kind: 'wait' | 'alert', rule: ChallengeRule, deadlineSec: number | null): ChallengeDecision => {
  const common = { rule, deadlineSec, nextLookAtSec: 1, detail: null }
  return kind === 'wait' ? { ...common, kind, untilSec: null } : { ...common, kind }
}
const span = { fromSec: 100, untilSec: 200 }
const types = (events: readonly { type: string }[]): string[] => events.map(({ type }) => type)

describe('turn notices', () => {
  it('tell of a turn once, and of its half once', () => {
    const notices = createTurnNotices({ outputIndex: 3n, challenger, role: 'challenger' })
    const mine = { decision: decision('wait', 'MOVE_PENDING', 200), purpose: 'bisect:3', span }
    expect(notices.passed(150)).toEqual([])
    expect(notices.looked(mine, 110)).toMatchObject([
      { type: 'challenge.my-turn', deadlineSec: 200, rule: 'MOVE_PENDING' }
    ])
    expect(notices.passed(149)).toEqual([])
    expect(notices.passed(150)).toMatchObject([{ type: 'challenge.half-time', deadlineSec: 200 }])
    expect(notices.passed(160)).toEqual([])
    expect(notices.looked(mine, 170)).toEqual([])
    const next = { ...mine, purpose: 'bisect:5' }
    expect(types(notices.looked(next, 190))).toEqual(['challenge.my-turn', 'challenge.half-time'])
  })

  it('stay silent while it is the other side’s turn', () => {
    const notices = createTurnNotices({ outputIndex: 3n, challenger, role: 'asserter' })
    expect(notices.looked({ decision: decision('wait', 'THEIR_TURN', null), purpose: null, span }, 190)).toEqual([])
    expect(notices.passed(300)).toEqual([])
  })

  it('tell each alert once per move', () => {
    const notices = createTurnNotices({ outputIndex: 3n, challenger: null, role: 'challenger' })
    const look = (rule: ChallengeRule, purpose: string) =>
      notices.looked({ decision: decision('alert', rule, 9), purpose, span }, 1)
    expect(look('ROOTS_UNAVAILABLE', 'a')).toMatchObject([
      { type: 'challenge.alert', rule: 'ROOTS_UNAVAILABLE', challenger: null }
    ])
    expect(look('ROOTS_UNAVAILABLE', 'a')).toEqual([])
    expect(look('SOURCES_DISAGREE', 'a')).toHaveLength(1)
    expect(look('ROOTS_UNAVAILABLE', 'b')).toHaveLength(1)
  })
})

describe('the span of a turn', () => {
  it('is the running turn’s, by status', () => {
    const of = (status: Parameters<typeof exampleView>[0]) => turnSpan(exampleView(status, 'challenger'))
    expect(of('CHALLENGER_TURN')).toEqual({ fromSec: 11_000, untilSec: 11_600 })
    expect(of('ASSERTER_TURN')).toEqual({ fromSec: 11_000, untilSec: 11_600 })
    expect(of('READY_TO_PROVE')).toEqual({ fromSec: 11_000, untilSec: 12_200 })
    expect(of('ASSERTER_TIMEOUT')).toEqual({ fromSec: 10_901, untilSec: 12_100 })
    expect([of('CHALLENGER_TIMEOUT'), of('NONE')]).toEqual([null, null])
  })
})

describe('the pace', () => {
  const of = (l1ChainId: number, bisectionTimeoutSec: number) =>
    challengePolicy({
      config: { roles: { submitter: true, challenger: false, publicRound: false }, network: { l1ChainId } as never },
      constants: { bisectionTimeoutSec },
      provers: { zkevm: true, zkvm: false }
    })
  it('follows the length of the turns and the L1 network', () => {
    expect(of(1, 3_600)).toMatchObject({ l1BlockTimeSec: 12, safetyLookSec: 300, retrySec: 15, challenger: false })
    expect(of(900, 30)).toMatchObject({ l1BlockTimeSec: 1, safetyLookSec: 5, retrySec: 1, submitter: true })
  })
})

describe('the cuts of a deployment', () => {
  it('are taken only when a game can be played with them', () => {
    expect(checkedLengths([9, 6, 10, 6], 1_800n)).toEqual([9, 6, 10, 6])
    for (const lengths of [[], [9, 6, 10], [9, 6, 10, 7], [1_801]])
      expect(() => checkedLengths(lengths, 1_800n)).toThrow(/cannot play/)
  })
})
