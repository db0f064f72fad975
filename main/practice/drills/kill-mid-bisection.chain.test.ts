import { describe, expect, it } from 'vitest'
import { playDrill } from './testing/play-drill.ts'

/** Half of them as asserter. Twenty are played by `npm run drill -- kill-mid-bisection`. */
const rounds = 8

describe('drill kill-mid-bisection', () => {
  it('plays on after a kill in every turn, each move once and in time', { timeout: 300_000 }, async () => {
    const result = await playDrill('kill-mid-bisection', { seed: 41, rounds })
    expect(result).toMatchObject({ passed: true, rounds, kills: rounds * 3, ownMovesOnChain: rounds * 3 })
    expect(result.distinctPoints).toBeGreaterThanOrEqual(12)
    expect(result.longestBisectionSec).toBeLessThanOrEqual(30)
  })
})
