import {
  type DisputedRange,
  firstDifference,
  outputRange,
  partAfter,
  segmentBlocks
} from '../../main/engine/challenge/segments.ts'
import { asserter, bystander, challenger, trueRoot } from '../../main/engine/challenge/testing/example-view.ts'
import { ModelWorld } from '../../main/engine/challenge/testing/model-world.ts'
import type { ChallengeTerms } from '../../main/engine/challenge/view.ts'
import { mainnetShapeParams } from '../../main/practice/params.ts'
import type { Hash } from '../../shared/domain/hex.ts'
import type { Budget, Measurer } from './budget.ts'
import { median } from './statistics.ts'

const { submissionInterval, segmentsLengths, bondAmount } = mainnetShapeParams
const interval = BigInt(submissionInterval)
const [firstLength = 0, ...otherLengths] = segmentsLengths
const terms: ChallengeTerms = {
  segmentsLengths: [firstLength, ...otherLengths],
  submissionInterval: interval,
  creationPeriodSec: mainnetShapeParams.creationPeriod,
  bisectionTimeoutSec: mainnetShapeParams.bisectionTimeout,
  provingTimeoutSec: mainnetShapeParams.provingTimeout,
  finalizationPeriodSec: mainnetShapeParams.finalizationPeriod,
  mptFirstOutputIndex: 1_000_000n,
  bondWei: bondAmount
}
const index = 3n
/** Where in the output's 1,800 blocks it is wrong from: beginning, end and in between. */
const lies = [1n, 2n, 224n, 225n, 226n, 899n, 1_234n, 1_799n, 1_800n]

type Game = { turns: number; lookUps: number; cacheHits: number; checks: number; reference: number }

/** One game of mainnet's shape over the contract's model, from the wrong output to the proof. */
export async function playedGame(lieAt: bigint): Promise<Game> {
  const lieFrom = (index - 1n) * interval + lieAt
  const lie = (block: bigint): Hash => (block < lieFrom ? trueRoot(block) : trueRoot(block + 1_000_000n))
  const world = new ModelWorld(terms, {
    [asserter]: 10n * bondAmount,
    [challenger]: 10n * bondAmount,
    [bystander]: 10n * bondAmount
  })
  for (const at of [0n, 1n, 2n]) world.model.submit(bystander, at, trueRoot(at * interval))
  try {
    await world.validator(asserter, { root: lie })
    world.model.submit(asserter, index, lie(index * interval))
    const honest = await world.validator(challenger)
    honest.monitor.onInvalidOutput(index)
    await world.until(() => honest.heard('challenge.won').length > 0)
    return { turns: honest.sent.length, ...honest.roots(), reference: referenceLookUps(lie) }
  } finally {
    await world.stop()
  }
}

/** Looks up each hash until the first that differs, then every hash of the next cut, one after the other; nothing is kept. */
export function referenceLookUps(lie: (block: bigint) => Hash): number {
  let range: DisputedRange = outputRange(index * interval, interval)
  let count = 1
  segmentsLengths.forEach((length, i) => {
    const blocks = segmentBlocks(range, length)
    if (i % 2 === 0) count += blocks.length
    const difference = firstDifference(blocks.map(lie), blocks.map(trueRoot))
    if (difference.kind !== 'after') throw new Error('the lie is not in the range')
    // Its own turns follow the asserter's cuts.
    if (i % 2 === 1) count += difference.pos + 2
    range = partAfter(range, length, difference.pos)
  })
  return count
}

function budgets(games: readonly Game[]): Budget[] {
  const how = `${games.length} games of 1,800 blocks cut 9/6/10/6 on a model of the contract, lies from the first to the last block; median of a game`
  const of = (value: (game: Game) => number): number => median(games.map(value))
  return [
    {
      name: 'root look-ups per own turn (rollup node)',
      goal: null,
      measured: of(({ lookUps, turns }) => lookUps / turns),
      unit: 'look-ups',
      reference: of(({ reference, turns }) => reference / turns),
      how: `${how}; reference: without its poll every 5 s, which looks one up each time`
    },
    {
      name: 'root look-ups answered from the cache',
      goal: null,
      measured: of(({ lookUps, cacheHits }) => (100 * cacheHits) / (lookUps + cacheHits)),
      unit: '%',
      reference: 0,
      how
    },
    {
      name: 'roots checked with the second source per own turn',
      goal: null,
      measured: of(({ checks, turns }) => checks / turns),
      unit: 'checks',
      reference: 0,
      how
    }
  ]
}

export const rootLookUps: Measurer = {
  name: 'root-look-ups',
  about: 'output roots asked for in a game of mainnet shape',
  cheap: true,
  async measure() {
    const games: Game[] = []
    for (const lie of lies) games.push(await playedGame(lie))
    return budgets(games)
  }
}
