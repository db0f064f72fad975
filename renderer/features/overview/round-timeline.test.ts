import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decisionCommon, snapshotDouble } from '../../dev/snapshot-double.ts'
import { dueMark, intervalSec, publicMark, roundTimeline } from './round-timeline.ts'

const nowMs = 1_795_000_000_000
const nowSec = nowMs / 1000
const at = (dueInSec: number, publicRoundAtSec?: number | null) =>
  snapshotDouble(
    {
      next: {
        ...decisionCommon(nowSec, dueInSec, publicRoundAtSec === undefined ? {} : { publicRoundAtSec }),
        kind: 'wait',
        reason: 'OUTPUT_NOT_DUE',
        untilSec: null
      }
    },
    nowMs
  )

describe('timeline of the round', () => {
  it('knows how long the wait is from the blocks between two outputs', () => {
    expect(intervalSec(at(20))).toBe(40)
    expect(intervalSec({ ...at(20), outputs: [] })).toBeNull()
  })
  it.each([
    [20, 'waiting', dueMark / 2],
    [0, 'priority', dueMark],
    [-10.5, 'priority', (dueMark + publicMark) / 2],
    [-21, 'public', publicMark]
  ] as const)('due in %d s: %s', (dueInSec, phase, now) => {
    const line = roundTimeline(at(0), nowSec - dueInSec)
    expect(line?.phase).toBe(phase)
    expect(line?.now).toBeCloseTo(now)
  })
  it('has no public round when the trusted validator is named', () => {
    expect(roundTimeline(at(-5, null), nowSec)).toMatchObject({ phase: 'trusted', publicAtSec: null })
  })
  it('is not drawn while nothing is decided', () => {
    expect(roundTimeline({ ...at(0), next: null }, nowSec)).toBeNull()
  })
  it('moves forward only and stays on the bar (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 5_000 }), fc.integer({ min: 0, max: 3_000 }), (from, more) => {
        const earlier = roundTimeline(at(0), nowSec + from)?.now ?? -1
        const later = roundTimeline(at(0), nowSec + from + more)?.now ?? -1
        expect(earlier).toBeGreaterThanOrEqual(0)
        expect(later).toBeLessThanOrEqual(1)
        expect(later).toBeGreaterThanOrEqual(earlier)
      })
    )
  })
})
