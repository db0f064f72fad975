import { describe, expect, it } from 'vitest'
import { playDrill, whatOf } from './testing/play-drill.ts'

const timeout = 120_000
const cuts = ['ChallengeCreated', 'Bisected 2', 'Bisected 3', 'Bisected 4', 'ReadyToProve']

describe('drills of an asserter, of many challengers and of the council', () => {
  it('defend: keeps a correct output, and collects', { timeout }, async () => {
    const result = await playDrill('defend', { seed: 31 })
    expect(result).toMatchObject({ passed: true, outputIndex: 2, slashedKro: '5000', operatorGainedKro: '4340' })
    expect(whatOf(result.moves)).toEqual([...cuts, 'ChallengerTimedOut'])
  })

  it('challenger-timeout: closes one game, and leaves alone what a stranger closed', { timeout }, async () => {
    const result = await playDrill('challenger-timeout', { seed: 32 })
    expect(result).toMatchObject({ passed: true, slashedKro: '10000', operatorGainedKro: '8340' })
    expect(whatOf(result.moves)).toEqual(['ChallengeCreated', 'Bisected 2', 'ChallengerTimedOut'])
  })

  it('force-delete: cancels and has its bond back', { timeout }, async () => {
    const result = await playDrill('force-delete', { seed: 33 })
    expect(result).toMatchObject({ passed: true, bondReturnedKro: '5000', slashedKro: '5000' })
    expect(whatOf(result.moves).at(-1)).toBe('ChallengeCanceled')
  })

  it('many-challengers: one proves, two cancel', { timeout }, async () => {
    const result = await playDrill('many-challengers', { seed: 34 })
    expect(result).toMatchObject({ passed: true, challengers: 3, bondReturnedKro: '5000', slashedKro: '5000' })
    expect(whatOf(result.movesOfWinner)).toEqual([...cuts, 'Proven'])
    expect(whatOf(result.movesOfOperator)).toEqual([...cuts, 'ChallengeCanceled'])
  })

  it('dismissed: everything returns', { timeout }, async () => {
    const result = await playDrill('dismissed', { seed: 35 })
    expect(result).toMatchObject({ passed: true, lostAndRegainedKro: '5000', slashedKro: '5000' })
    expect(whatOf(result.moves)).toEqual(['ChallengeCreated', 'Proven', 'ChallengeDismissed'])
  })
})
