import { describe, expect, it } from 'vitest'
import type { ChallengeOutcome, ChallengeRole, ChallengeRow } from '../../../shared/domain/challenge.ts'
import { challengeDouble, endedDouble } from '../../dev/challenge-double.ts'
import { me, other } from '../../dev/snapshot-double.ts'
import { moveText } from './move-texts.ts'
import { endedAtSec, newestFirst, sortPast } from './past-rows.ts'
import { proofSteps } from './proof-steps.ts'
import { resultTitle, resultWhy } from './result-texts.ts'
import { balanceWei, resultOf, stakesText } from './stakes.ts'
import { pastRows } from './use-past.ts'

const kro = 10n ** 18n
const nowSec = 1_795_000_000
const roles = ['asserter', 'challenger', 'watcher'] as const
const game = (over: Partial<ChallengeRow> = {}) =>
  challengeDouble(
    nowSec,
    { outputIndex: 10n, challenger: other, asserter: me, taken: [5, 2, 7], agoSec: [400, 300, 200, 100] },
    { role: 'asserter', ...over }
  )

describe('moveText', () => {
  const told = (row: ChallengeRow) => row.moves.map((move) => moveText({ move, role: row.role }))

  it('tells a game from the asserter’s side', () => {
    expect(told(game()).map(({ title, what }) => `${title}. ${what}`)).toEqual([
      'The challenger challenged the output. Cut the output’s 1,800 blocks into 8 parts of 225.',
      'You narrowed it to 225 blocks. Agreed up to block 17,325, cut the rest into 5 parts of 45.',
      'The challenger narrowed it to 45 blocks. Agreed up to block 17,415, cut the rest into 9 parts of 5.',
      'You narrowed it to 5 blocks. Agreed up to block 17,450, cut the rest into single blocks.',
      'Down to single blocks. From here, one proof by the challenger decides.'
    ])
  })

  it('says so where a transaction was not read', () => {
    const row = game()
    const moves = row.moves.map((move) => ({ ...move, segStart: null, segSize: null, segments: [] }))
    expect(told({ ...row, moves })[0]).toMatchObject({ title: 'The challenger challenged the output', what: null })
    expect(told({ ...row, moves })[1]).toMatchObject({
      ...{ title: 'You made turn 2', what: 'Its transaction has not been read yet.' }
    })
  })

  it('has words for each ending from each side', () => {
    for (const what of ['proven', 'challenger-timed-out', 'cancelled', 'dismissed', 'force-deleted'] as const)
      for (const role of roles) {
        const row = endedDouble(nowSec, game({ role }), { what, by: 'anyone', agoSec: 5, outcome: 'proven' })
        expect(told(row).at(-1)?.title).toMatch(/^[A-Z]/)
        expect(told(row).at(-1)?.what).toMatch(/\.$/)
      }
  })
})

describe('result', () => {
  it.each<[ChallengeOutcome, Record<ChallengeRole, string>]>([
    ['proven', { asserter: 'lost', challenger: 'won', watcher: 'watched' }],
    ['challenger-timed-out', { asserter: 'won', challenger: 'lost', watcher: 'watched' }],
    ['cancelled', { asserter: 'even', challenger: 'even', watcher: 'watched' }],
    ['dismissed', { asserter: 'won', challenger: 'lost', watcher: 'watched' }],
    ['force-deleted', { asserter: 'lost', challenger: 'even', watcher: 'watched' }],
    ['finalized', { asserter: 'even', challenger: 'even', watcher: 'watched' }]
  ])('%s', (outcome, expected) => {
    for (const role of roles) {
      const row = game({ role, outcome })
      expect(resultOf(row)).toBe(expected[role])
      expect(resultTitle(row, outcome)).toMatch(/^[A-Z]/)
      expect(resultWhy(row, outcome)).toMatch(/^[A-Z].*\.$/)
      expect(stakesText(row)).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('says how much is at stake, and how much was lost', () => {
    expect(stakesText(game())).toMatch(/^Your bond of 5,000 KRO for this output\./)
    expect(stakesText(game({ role: 'challenger' }))).toMatch(/^Your bond of 5,000 KRO for this challenge\./)
    expect(stakesText(game({ role: 'watcher' }))).toBe('Nothing of yours is bonded in this challenge.')
    const lost = game({ outcome: 'proven', money: { bondedWei: 0n, wonWei: 0n, lostWei: 5_000n * kro } })
    expect(stakesText(lost)).toMatch(/^5,000 KRO of bond was taken/)
    expect(balanceWei(lost)).toBe(-5_000n * kro)
  })
})

describe('proofSteps', () => {
  const states = (kind: 'zkevm' | 'zkvm', stage: Parameters<typeof proofSteps>[0]['stage']) =>
    proofSteps({ kind, stage }).map(({ state }) => state)

  it('goes step by step, with a witness for the zkVM only', () => {
    expect(states('zkevm', 'collecting')).toEqual(['now', 'waiting', 'waiting'])
    expect(states('zkevm', 'proving')).toEqual(['done', 'now', 'waiting'])
    expect(states('zkvm', 'witness')).toEqual(['done', 'now', 'waiting', 'waiting'])
    expect(states('zkvm', 'ready')).toEqual(['done', 'done', 'done', 'done'])
    expect(states('zkvm', 'failed')).toEqual(['done', 'done', 'failed', 'waiting'])
  })
})

describe('past challenges', () => {
  const ended = (index: bigint, over: Partial<ChallengeRow> = {}) => ({
    ...endedDouble(nowSec, game({ outputIndex: index, createdAtSec: 1_000 + Number(index) }), {
      ...{ what: 'cancelled', by: 'challenger', agoSec: Number(1_000n - index), outcome: 'cancelled' }
    }),
    ...over
  })

  it('come from both sources once, the live one winning, open ones left out', () => {
    const kept = [ended(3n), ended(1n), game({ createdAtSec: 7 })]
    const rows = pastRows([ended(3n, { outcome: 'dismissed' }), ended(2n)], kept)
    expect(rows.map(({ outputIndex, outcome }) => [outputIndex, outcome])).toEqual([
      [3n, 'dismissed'],
      [2n, 'cancelled'],
      [1n, 'cancelled']
    ])
  })

  it('are sorted by any column, equal ones newest first', () => {
    const rows = [
      ended(1n),
      ended(3n, { role: 'watcher' }),
      ended(2n, { outcome: 'proven', money: { bondedWei: 0n, wonWei: 0n, lostWei: 5n } })
    ]
    const order = (key: Parameters<typeof sortPast>[1]['key'], descending: boolean) =>
      sortPast(rows, { key, descending }).map(({ outputIndex }) => outputIndex)
    expect(sortPast(rows, newestFirst).map(({ outputIndex }) => outputIndex)).toEqual([3n, 2n, 1n])
    expect(order('output', false)).toEqual([1n, 2n, 3n])
    expect(order('result', false)).toEqual([2n, 1n, 3n])
    expect(order('money', false)).toEqual([2n, 3n, 1n])
    expect(endedAtSec({ moves: [], createdAtSec: 4 })).toBe(4)
  })
})
