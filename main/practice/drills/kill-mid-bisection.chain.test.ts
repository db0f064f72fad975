import { describe, expect, it } from 'vitest'
import { killPoints } from './kill-points.ts'
import { playDrill } from './testing/play-drill.ts'

/** Half of them as asserter. */
const rounds = 20

describe('drill kill-mid-bisection', () => {
  it('plays on after a kill in every turn, each move once and in time', { timeout: 600_000 }, async () => {
    const result = await playDrill('kill-mid-bisection', { seed: 41, rounds })
    expect(result).toMatchObject({ passed: true, rounds, kills: rounds * 3, ownMovesOnChain: rounds * 3 })
    expect(result.distinctPoints).toBe(killPoints.length)
    expect(result.longestBisectionSec).toBeLessThanOrEqual(30)
  })
})
