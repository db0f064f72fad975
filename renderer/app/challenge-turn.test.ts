import { describe, expect, it } from 'vitest'
import type { ChallengeDecision, ChallengeRow } from '../../shared/domain/challenge.ts'
import { challengeDouble, decisionTimes } from '../dev/challenge-double.ts'
import { challengeScenarios } from '../dev/challenge-scenarios.ts'
import { me, other } from '../dev/snapshot-double.ts'
import { byUrgency, halfTimeSec, isMyMove, turnClock } from './challenge-turn.ts'

const nowSec = 1_795_000_000
/** Made just now by the challenger: the asserter has an hour. */
const game = (over: Partial<ChallengeRow> = {}) =>
  challengeDouble(nowSec, { outputIndex: 9n, challenger: other, asserter: me, taken: [], agoSec: [0] }, over)
const end = nowSec + 3_600
const decide = (over: Partial<ChallengeDecision>): ChallengeDecision =>
  ({ kind: 'wait', untilSec: null, rule: 'THEIR_TURN', ...decisionTimes(nowSec), ...over }) as ChallengeDecision

describe('turnClock', () => {
  it('counts the last second in: at the deadline there is still time, a second later there is none', () => {
    const row = game({ role: 'asserter' })
    expect(turnClock(row, end)).toMatchObject({ untilSec: end, gone: 1, over: false })
    expect(turnClock(row, end + 0.99)?.over).toBe(false)
    expect(turnClock(row, end + 1)?.over).toBe(true)
    expect(turnClock(row, end - 1)).toMatchObject({ over: false })
  })

  it('marks the half exactly', () => {
    const row = game({ role: 'asserter' })
    expect(turnClock(row, nowSec + 1_799.9)?.halfGone).toBe(false)
    expect(turnClock(row, nowSec + 1_800)?.halfGone).toBe(true)
    expect(halfTimeSec({ fromSec: nowSec, untilSec: end })).toBe(nowSec + 1_800)
  })

  it('stays within its bar before the start and after the end', () => {
    expect(turnClock(game(), nowSec - 50)?.gone).toBe(0)
    expect(turnClock(game(), end + 5_000)?.gone).toBe(1)
    expect(turnClock(game({ turnFromSec: end }), end)?.gone).toBe(1)
  })

  it('takes the earlier deadline of the own move (finality) and the later one (cancelling)', () => {
    const early = decide({ kind: 'act', deadlineSec: end - 600 })
    expect(turnClock(game({ role: 'asserter', next: early }), nowSec)).toMatchObject({
      mine: true,
      untilSec: end - 600
    })
    const cancel = decide({ kind: 'act', rule: 'OUTPUT_DELETED_CANCEL', deadlineSec: end + 28_800 })
    expect(turnClock(game({ role: 'challenger', next: cancel }), nowSec)).toMatchObject({
      ...{ mine: true, mover: 'challenger', untilSec: end + 28_800 }
    })
  })

  it('is null when nothing runs', () => {
    expect(turnClock(game({ outcome: 'proven' }), nowSec)).toBeNull()
    expect(turnClock(game({ timeoutAtSec: null, turnFromSec: null, status: 'CHALLENGER_TIMEOUT' }), nowSec)).toBeNull()
  })
})

describe('isMyMove', () => {
  it.each<[string, Partial<ChallengeRow>, boolean]>([
    ['a move to make', { role: 'asserter', next: decide({ kind: 'act', deadlineSec: end }) }, true],
    ['a bond to collect', { role: 'asserter', next: decide({ kind: 'act', rule: 'CHALLENGER_LATE_COLLECT' }) }, true],
    ['a move on its way', { role: 'asserter', next: decide({ rule: 'MOVE_PENDING', deadlineSec: end }) }, true],
    ['a move that cannot be made', { role: 'asserter', next: decide({ kind: 'alert', deadlineSec: end }) }, true],
    ['their turn', { role: 'challenger', next: decide({}) }, false],
    ['my turn, not yet decided on', { role: 'asserter' }, true],
    ['their turn, not yet decided on', { role: 'challenger' }, false],
    ['others’ game', { role: 'watcher', next: decide({ kind: 'act', deadlineSec: end }) }, false],
    ['a game that is over', { role: 'asserter', outcome: 'cancelled' }, false]
  ])('%s', (_, over, expected) => expect(isMyMove(game(over))).toBe(expected))
})

describe('byUrgency', () => {
  it('puts what cannot be done first, then my moves by deadline, then theirs, then others’', () => {
    const nowMs = nowSec * 1000
    const several = challengeScenarios['challenge-several'](nowMs).challenges.filter(({ outcome }) => outcome === null)
    const alerted = challengeScenarios['challenge-alert'](nowMs).challenges.filter(({ outcome }) => outcome === null)
    const sorted = [...several, ...alerted].sort(byUrgency)
    expect(sorted.map(({ role, next }) => next?.rule ?? role)).toEqual([
      'FIRST_SEGMENT_DIFFERS',
      'MY_TURN_TO_BISECT',
      'OUTPUT_DELETED_CANCEL',
      'THEIR_TURN',
      'watcher'
    ])
  })
})
