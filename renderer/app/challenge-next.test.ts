import { describe, expect, it } from 'vitest'
import {
  type ChallengeDecision,
  type ChallengeRow,
  challengeRules,
  challengeStatuses
} from '../../shared/domain/challenge.ts'
import { engineStates } from '../../shared/domain/snapshot.ts'
import { challengeDouble, decisionTimes } from '../dev/challenge-double.ts'
import { challengeScenarios } from '../dev/challenge-scenarios.ts'
import { me, other } from '../dev/snapshot-double.ts'
import { challengeNext } from './challenge-next.ts'
import { ruleTexts } from './challenge-rules.ts'

const nowMs = 1_795_000_000_000
const nowSec = nowMs / 1000
const game = (over: Partial<ChallengeRow> = {}) =>
  challengeDouble(nowSec, { outputIndex: 9n, challenger: other, asserter: me, taken: [], agoSec: [60] }, over)
const decide = (over: Partial<ChallengeDecision>): ChallengeDecision =>
  ({ kind: 'alert', rule: 'GAME_OVER', ...decisionTimes(nowSec), ...over }) as ChallengeDecision
const running = { engine: 'running', nowSec } as const

describe('ruleTexts', () => {
  const kinds = ['act', 'wait', 'alert'] as const
  const roles = ['asserter', 'challenger', 'watcher'] as const
  const all = challengeRules.flatMap((rule) =>
    kinds.flatMap((kind) => roles.map((role) => ({ rule, kind, role }) as const))
  )

  it.each(challengeRules)('%s is said in whole sentences, whatever the part', (rule) => {
    for (const { kind, role } of all.filter((one) => one.rule === rule)) {
      const text = ruleTexts[rule]({ row: game({ role }), decision: decide({ rule, kind }), nowSec })
      expect(text.title).toMatch(/^[A-Z].*[^.]$/)
      expect(text.why).toMatch(/^[A-Z].*\.$/)
      if (text.todo !== null) expect(text.todo).toMatch(/^[A-Z].*\.$/)
      expect(text.title + text.why + (text.todo ?? '')).not.toMatch(/undefined|null|NaN| {2}/)
    }
  })

  it('says what to do wherever nothing can be sent', () => {
    for (const rule of challengeRules) {
      const { tone, todo } = ruleTexts[rule]({ row: game(), decision: decide({ rule }), nowSec })
      if (tone === 'critical') expect(todo).not.toBeNull()
    }
  })

  it('names the block to prove', () => {
    const proof = { kind: 'zkvm', targetBlock: 23_107_853n } as const
    const text = ruleTexts.READY_TO_PROVE({ row: game(), decision: { ...decide({}), proof }, nowSec })
    expect(text.title).toBe('Your move: prove block 23,107,853')
  })

  it('tells the two sides apart when the other one has to move', () => {
    const their = (role: 'asserter' | 'challenger') =>
      ruleTexts.THEIR_TURN({ row: game({ role }), decision: decide({}), nowSec })
    expect(their('asserter').title).toBe('Waiting for the challenger')
    expect(their('challenger').title).toBe('Waiting for the asserter')
  })
})

describe('challengeNext', () => {
  it('speaks of every state of every part without a hole', () => {
    for (const status of challengeStatuses)
      for (const role of ['asserter', 'challenger', 'watcher'] as const)
        for (const engine of engineStates)
          for (const timeoutAtSec of [null, nowSec + 60]) {
            const next = challengeNext(game({ role, status, timeoutAtSec }), { engine, nowSec })
            expect(next?.title).toMatch(/^[A-Z]/)
            expect(next?.why).toMatch(/^[A-Z].*\.$/)
          }
  })

  it('is null when it is over', () => expect(challengeNext(game({ outcome: 'proven' }), running)).toBeNull())

  it('adds what the rule does not say, with block numbers as everywhere else', () => {
    const next = decide({ rule: 'FIRST_SEGMENT_DIFFERS', detail: 'block 23110920' })
    expect(challengeNext(game({ role: 'asserter', next }), running)?.detail).toBe('Block 23,110,920')
    const proving = decide({ kind: 'wait', rule: 'PROOF_RUNNING', detail: 'request 0x1' })
    expect(challengeNext(game({ role: 'challenger', next: proving }), running)?.detail).toBeNull()
  })

  it('does not pretend that a paused engine plays', () => {
    const next = decide({ kind: 'act', rule: 'MY_TURN_TO_BISECT', deadlineSec: nowSec + 60 })
    const row = game({ role: 'asserter', next })
    expect(challengeNext(row, { engine: 'stopped', nowSec })).toMatchObject({
      ...{ tone: 'critical', title: 'Nobody makes your move' }
    })
    expect(challengeNext({ ...row, whoseMove: 'challenger' }, { engine: 'failed', nowSec })?.tone).toBe('warning')
    expect(challengeNext(row, { engine: 'degraded', nowSec })?.title).toBe('Your move: narrow the disputed part')
  })

  it('has nothing to do for others’ games', () => {
    const [row] = challengeScenarios['challenge-watching'](nowMs).challenges
    expect(row && challengeNext(row, running)).toMatchObject({ tone: 'neutral', todo: null })
  })
})
