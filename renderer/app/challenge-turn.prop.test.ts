import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChallengeRow, challengeStatuses } from '../../shared/domain/challenge.ts'
import { challengeDouble, decisionTimes } from '../dev/challenge-double.ts'
import { me, other } from '../dev/snapshot-double.ts'
import { turnClock } from './challenge-turn.ts'

const base = 1_795_000_000
const rows = fc
  .record({
    role: fc.constantFrom('asserter', 'challenger', 'watcher'),
    status: fc.constantFrom(...challengeStatuses),
    whoseMove: fc.constantFrom('asserter', 'challenger', null),
    turnFromSec: fc.option(fc.integer({ min: base - 50_000, max: base })),
    timeoutAtSec: fc.option(fc.integer({ min: base - 50_000, max: base + 50_000 })),
    deadlineSec: fc.option(fc.integer({ min: base - 50_000, max: base + 50_000 })),
    decided: fc.boolean()
  })
  .map(({ deadlineSec, decided, ...over }): ChallengeRow => {
    const times = decisionTimes(base, { deadlineSec })
    const next = decided ? ({ kind: 'wait', rule: 'THEIR_TURN', untilSec: null, ...times } as const) : null
    const game = { outputIndex: 9n, challenger: other, asserter: me, taken: [], agoSec: [0] }
    return challengeDouble(base, game, { ...over, next })
  })

describe('turnClock', () => {
  it('is within its bar, never ends before it begins, and calls a move mine only for a player', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: base - 60_000, max: base + 60_000 }), (row, nowSec) => {
        const clock = turnClock(row, nowSec)
        if (clock === null) return
        expect(clock.gone).toBeGreaterThanOrEqual(0)
        expect(clock.gone).toBeLessThanOrEqual(1)
        expect(clock.fromSec).toBeLessThanOrEqual(clock.untilSec)
        expect(clock.over).toBe(nowSec > clock.untilSec)
        if (clock.mine) expect(row.role).not.toBe('watcher')
        if (clock.over) expect(clock.gone).toBe(1)
      })
    )
  })

  it('never runs backwards', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: base - 60_000, max: base }), fc.nat(60_000), (row, nowSec, later) => {
        const [first, second] = [turnClock(row, nowSec), turnClock(row, nowSec + later)]
        if (first && second) expect(second.gone).toBeGreaterThanOrEqual(first.gone)
      })
    )
  })
})
