import { describe, expect, it } from 'vitest'
import { playDrill, whatOf } from './testing/play-drill.ts'

const timeout = 120_000
const wholeGame = ['ChallengeCreated', 'Bisected 2', 'Bisected 3', 'Bisected 4', 'ReadyToProve', 'Proven']

describe('drills of a challenger', () => {
  it('challenge-zkevm: finds, bisects and proves a wrong output, and is paid for it', { timeout }, async () => {
    const result = await playDrill('challenge-zkevm', { seed: 21 })
    expect(result).toMatchObject({ passed: true, outputIndex: 3, slashedKro: '5000', paidOutputs: 3 })
    expect(whatOf(result.moves)).toEqual(wholeGame)
    expect(result.provenBlock).toBeGreaterThan(80)
    expect(result.provenBlock).toBeLessThanOrEqual(120)
  })

  it('challenge-zkvm: the same behind the fork', { timeout }, async () => {
    const result = await playDrill('challenge-zkvm', { seed: 22 })
    expect(result).toMatchObject({ passed: true, outputIndex: 3, slashedKro: '5000', paidOutputs: 3 })
    expect(whatOf(result.moves)).toEqual(wholeGame)
  })

  it('challenge-zkevm in the shape of mainnet: 1,800 blocks, 9/6/10/6', { timeout }, async () => {
    const result = await playDrill('challenge-zkevm', { seed: 23, preset: 'mainnet-shape' })
    expect(result).toMatchObject({ passed: true, outputIndex: 3, slashedKro: '5000', paidOutputs: 3 })
    expect(whatOf(result.moves)).toEqual(wholeGame)
    expect(result.provenBlock).toBeGreaterThan(3_600)
    expect(result.provenBlock).toBeLessThanOrEqual(5_400)
  })

  it('asserter-timeout: proves the first disputed block', { timeout }, async () => {
    const result = await playDrill('asserter-timeout', { seed: 24 })
    expect(result).toMatchObject({ passed: true, slashedKro: '5000' })
    expect(whatOf(result.moves)).toEqual(['ChallengeCreated', 'Bisected 2', 'Bisected 3', 'Proven'])
  })

  it('proving-timeout: loses one bond, once', { timeout }, async () => {
    const result = await playDrill('proving-timeout', { seed: 25 })
    expect(result).toMatchObject({ passed: true, lostKro: '5000' })
    expect(whatOf(result.moves)).toEqual([...wholeGame.slice(0, -1), 'ChallengerTimedOut'])
  })

  it('invalid-proof: never sends it, and the contract would not take it', { timeout }, async () => {
    const result = await playDrill('invalid-proof', { seed: 26 })
    expect(result).toMatchObject({ passed: true, wonKro: '4000' })
    expect(result.refusals).toEqual({
      proofChanged: 'InvalidZkProof',
      pairChanged: 'InvalidZkProof',
      anotherPosition: 'SrcOutputMismatched'
    })
    expect(whatOf(result.moves)).toEqual(wholeGame)
  })

  it('invalid-proof-zkvm: asks the service anew once, and wins when it has let go of it', { timeout }, async () => {
    const result = await playDrill('invalid-proof-zkvm', { seed: 27 })
    expect(result).toMatchObject({ passed: true, wonKro: '4000' })
    expect(whatOf(result.moves)).toEqual(wholeGame)
  })
})
