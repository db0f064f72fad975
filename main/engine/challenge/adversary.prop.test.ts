import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { isDeleted } from './duty.ts'
import { ChallengeModel } from './testing/challenge-model.ts'
import { asserter, bystander, challenger, examplePolicy, exampleTerms, trueRoot } from './testing/example-view.ts'
import { decidingPlayer, type Played, type Player, playBlocks, type RootOf, reluctant } from './testing/players.ts'
import type { ChallengeTerms } from './view.ts'

// Whole games on a model of the contract. The honest side may never lose a bond, move twice, or send what reverts.

const third: Address = `0x${'dd'.repeat(20)}`
const bond = exampleTerms.bondWei
const mainnetShape: ChallengeTerms = {
  ...exampleTerms,
  segmentsLengths: [9, 6, 10, 6],
  submissionInterval: 1_800n,
  creationPeriodSec: 518_400,
  bisectionTimeoutSec: 3_600,
  provingTimeoutSec: 28_800,
  finalizationPeriodSec: 604_800
}
const shapes = { practice: exampleTerms, mainnet: mainnetShape }

const lie = (block: bigint, salt = 0): Hash =>
  `0x${'ee'.repeat(8)}${salt.toString(16).padStart(16, '0')}${block.toString(16).padStart(32, '0')}`
/** Right up to a block, wrong after it. */
const liesFrom =
  (first: bigint): RootOf =>
  (block) =>
    block < first ? trueRoot(block) : lie(block)

function world(terms: ChallengeTerms): ChallengeModel {
  const accounts = {
    [asserter]: 100n * bond,
    [challenger]: 100n * bond,
    [bystander]: 100n * bond,
    [third]: 100n * bond
  }
  const model = new ChallengeModel({ terms, trueRoot, accounts, nowSec: 10_000 })
  model.submit(bystander, 0n, trueRoot(0n))
  model.submit(bystander, 1n, trueRoot(terms.submissionInterval))
  return model
}

const honest = (account: Address): Player => decidingPlayer({ account, root: trueRoot, policy: examplePolicy })
const liar = (account: Address, root: RootOf): Player => decidingPlayer({ account, root, policy: examplePolicy })

/** What a liar who only obeys the contract's checks can send: any position, any hashes between the two ends. */
function chaotic(account: Address, random: () => number): Player {
  const hash = (block: number): Hash =>
    random() < 0.3 ? trueRoot(BigInt(block)) : lie(BigInt(block), Math.floor(random() * 2 ** 30))
  return {
    account,
    moves: (model) =>
      [...model.games.values()].flatMap((game) => {
        const index = game.segStart / model.terms.submissionInterval + 1n
        const mine = game.turn % 2 === 0 ? game.challenger : game.asserter
        const length = model.terms.segmentsLengths[game.turn]
        if (mine !== account || length === undefined) return []
        const pos = Math.floor(random() * (game.segments.length - 1))
        const segments = Array.from({ length }, (_, i) => hash(i))
        segments[0] = game.segments[pos] ?? hash(0)
        if (segments.at(-1) === game.segments[pos + 1]) segments[length - 1] = lie(1n, Math.floor(random() * 2 ** 30))
        const bisect = { index, challenger: game.challenger, pos, segments }
        return [
          {
            by: account,
            purpose: `bisect:${index}:${game.turn + 1}`,
            deadlineSec: null,
            run: (m: ChallengeModel) => m.bisect(account, bisect)
          }
        ]
      })
  }
}

type Story = { model: ChallengeModel; players: readonly Player[]; honest: readonly Address[] }

function play({ model, players, honest }: Story): Played[] {
  const { finalizationPeriodSec, provingTimeoutSec, bisectionTimeoutSec } = model.terms
  const blockSec = Math.max(12, Math.floor(bisectionTimeoutSec / 40))
  const untilSec = model.nowSec + finalizationPeriodSec + provingTimeoutSec + 2 * bisectionTimeoutSec
  const played = playBlocks(model, players, { blockSec, untilSec })
  const ours = played.filter(({ by }) => honest.includes(by))
  expect(ours.filter(({ revert }) => revert !== null)).toEqual([])
  const names = ours.map(({ by, purpose }) => `${by} ${purpose}`)
  expect(new Set(names).size).toBe(names.length)
  for (const account of honest) expect(model.account(account).kroWei).toBe(100n * bond)
  expect(model.games.size).toBe(0)
  return played
}

const bonds = (model: ChallengeModel, account: Address): bigint => model.account(account).kroWei / bond

describe.each(Object.entries(shapes))('an honest challenger, %s shape', (_, terms) => {
  const wrongAt = (share: number): bigint =>
    terms.submissionInterval + 1n + (terms.submissionInterval * BigInt(share)) / 100n
  const story = (make: (root: RootOf) => Player, share = 37): Story => {
    const model = world(terms)
    const root = liesFrom(wrongAt(share))
    model.submit(asserter, 2n, root(2n * terms.submissionInterval))
    return { model, players: [make(root), honest(challenger)], honest: [challenger] }
  }
  const wins = ({ model }: Story): void => {
    expect(isDeleted(model.output(2n))).toBe(true)
    expect(bonds(model, asserter)).toBe(99n)
  }

  it.each([0, 1, 37, 50, 98, 99])('beats one who lies from %i %% of the range on', (share) => {
    const told = story((root) => liar(asserter, root), share)
    const played = play(told)
    wins(told)
    expect(played.map(({ purpose }) => purpose.split(':')[0])).toEqual([
      'create-challenge',
      'bisect',
      'bisect',
      'bisect',
      'prove'
    ])
  })

  it.each([2, 4])('beats one who falls silent at turn %i', (turn) => {
    const told = story((root) => reluctant(liar(asserter, root), { drops: new RegExp(`bisect:.*:${turn}$`) }))
    play(told)
    wins(told)
  })

  it('beats one who uses every turn to its last block', () => {
    const told = story((root) => reluctant(liar(asserter, root), { lastMinuteSec: 200 }))
    play(told)
    wins(told)
  })

  it('beats one who sends anything that the contract takes', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (stream) => {
        const told = story(() => chaotic(asserter, () => stream.next().value))
        play(told)
        wins(told)
      }),
      { numRuns: terms === exampleTerms ? 60 : 20 }
    )
  })
})

describe.each(Object.entries(shapes))('an honest asserter, %s shape', (_, terms) => {
  const story = (attacker: Player, ...more: Player[]): Story => {
    const model = world(terms)
    model.submit(asserter, 2n, trueRoot(2n * terms.submissionInterval))
    return { model, players: [attacker, ...more, honest(asserter)], honest: [asserter] }
  }
  const keeps = ({ model }: Story, attackers: readonly Address[] = [challenger]): void => {
    expect(isDeleted(model.output(2n))).toBe(false)
    for (const attacker of attackers) expect(bonds(model, attacker)).toBe(99n)
  }
  const wrong = liesFrom(terms.submissionInterval + 5n)

  it('outlasts a consistent liar, who cannot prove', () => {
    const told = story(reluctant(liar(challenger, wrong), { drops: /prove/ }))
    play(told)
    keeps(told)
  })

  it('is not moved by proofs of what never happened', () => {
    const told = story(reluctant(liar(challenger, wrong), { lastMinuteSec: 400 }))
    play(told)
    keeps(told)
  })

  it.each([3])('collects from one who falls silent at turn %i', (turn) => {
    const told = story(reluctant(liar(challenger, wrong), { drops: new RegExp(`bisect:.*:${turn}$`) }))
    play(told)
    keeps(told)
  })

  it('holds out against two at once', () => {
    const told = story(
      reluctant(liar(challenger, wrong), { drops: /prove/ }),
      reluctant(liar(third, liesFrom(1n + terms.submissionInterval)), { drops: /prove/ })
    )
    play(told)
    keeps(told, [challenger, third])
  })

  it('outlasts one who sends anything that the contract takes', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (stream) => {
        const opener = reluctant(liar(challenger, wrong), { drops: /prove|bisect/ })
        const told = story(
          opener,
          chaotic(challenger, () => stream.next().value)
        )
        play(told)
        keeps(told)
      }),
      { numRuns: terms === exampleTerms ? 60 : 20 }
    )
  })
})

describe('several honest challengers', () => {
  it('win together: one proves, the others cancel and keep their bonds', () => {
    const model = world(exampleTerms)
    const root = liesFrom(60n)
    model.submit(asserter, 2n, root(80n))
    const slow = reluctant(honest(bystander), { drops: /prove/ })
    const players = [liar(asserter, root), slow, honest(third), honest(challenger)]
    const played = play({ model, players, honest: [challenger, bystander, third] })
    expect(played.filter(({ purpose }) => purpose.startsWith('prove')).map(({ by }) => by)).toEqual([third, challenger])
    expect(played.filter(({ purpose }) => purpose.startsWith('cancel')).map(({ by }) => by)).toEqual([bystander])
    for (const account of [bystander, challenger]) expect(model.account(account).bondedWei % bond).toBe(0n)
    expect(bonds(model, asserter)).toBe(99n)
  })

  it('cancel when the council deletes the output, whoever’s turn it is', () => {
    for (const atSec of [10_030, 10_300, 10_600]) {
      const model = world(exampleTerms)
      const root = liesFrom(60n)
      model.submit(asserter, 2n, root(80n))
      const council: Player = {
        account: bystander,
        moves: (m) =>
          m.nowSec >= atSec && !isDeleted(m.output(2n))
            ? [{ by: bystander, purpose: 'force-delete', deadlineSec: null, run: (x) => x.forceDelete(2n) }]
            : []
      }
      const lazy = reluctant(liar(asserter, root), { lastMinuteSec: 120 })
      const played = play({ model, players: [lazy, honest(challenger), council], honest: [challenger] })
      expect(played.some(({ purpose }) => purpose === 'cancel-challenge:2')).toBe(true)
      expect(model.account(challenger).bondedWei).toBe(0n)
    }
  })

  it('do not challenge again what the council gave back', () => {
    const model = world(exampleTerms)
    const root = liesFrom(60n)
    model.submit(asserter, 2n, root(80n))
    playBlocks(model, [liar(asserter, root), honest(challenger)], { blockSec: 12, untilSec: 11_000 })
    model.dismiss(2n, challenger)
    model.account(challenger).jailedUntilSec = 0
    const after = playBlocks(model, [honest(challenger), honest(third)], { blockSec: 12, untilSec: 12_000 })
    expect(after).toEqual([])
  })
})
