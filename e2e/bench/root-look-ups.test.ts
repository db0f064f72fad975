import { expect, it } from 'vitest'
import { trueRoot } from '../../main/engine/challenge/testing/example-view.ts'
import { playedGame, referenceLookUps } from './root-look-ups.ts'

it('counts what the reference asks for: the output, two whole cuts of its own, and of each answer until it differs', () => {
  const lyingFrom = (block: bigint) => (at: bigint) => (at < block ? trueRoot(at) : trueRoot(at + 1_000_000n))
  // Blocks 3,600 to 5,400. From the first block on, the second hash of each cut differs; at the last block, the last one.
  expect(referenceLookUps(lyingFrom(3_601n))).toBe(1 + 9 + 2 + 10 + 2)
  expect(referenceLookUps(lyingFrom(5_400n))).toBe(1 + 9 + 6 + 10 + 6)
})

it('plays a game of mainnet shape to its proof with three own moves', async () => {
  const { turns, lookUps, cacheHits, checks } = await playedGame(900n)
  expect(turns).toBe(3)
  expect(lookUps).toBeGreaterThan(9)
  expect(cacheHits).toBeGreaterThan(0)
  expect(checks).toBeGreaterThan(9)
})
