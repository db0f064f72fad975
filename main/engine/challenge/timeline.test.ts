import { describe, expect, it } from 'vitest'
import type { Address } from '../../../shared/domain/hex.ts'
import type { ChainLog } from '../chain/types.ts'
import { type ChallengeLog, challengeLog } from './challenge-log.ts'
import { moveDetails } from './move-details.ts'
import {
  bisected,
  created,
  ended,
  exampleContracts,
  forceDeleted,
  fullGame,
  inputs,
  ready,
  slashed,
  slashReverted,
  txHash
} from './testing/example-logs.ts'
import { asserter, bystander, challenger, claimedRoot, exampleTerms, trueRoot } from './testing/example-view.ts'
import { timelinesOf } from './timeline.ts'

const known = (logs: readonly ChainLog[]): ChallengeLog[] =>
  logs.flatMap((log) => challengeLog(log, exampleContracts) ?? [])

type Change = { account?: Address; nowSec?: number; finalizedAtSec?: number | null; blind?: boolean }
const rows = (
  logs: readonly ChainLog[],
  { account = challenger, nowSec = 10_450, finalizedAtSec = 20_000, blind }: Change = {}
) =>
  timelinesOf({
    logs: known(logs),
    details: (hash) => (blind ? null : moveDetails(inputs.get(hash) ?? '0x')),
    account,
    terms: exampleTerms,
    l2BlockNumber: 120n,
    finalizedAtSec,
    nowSec
  })
const only = (logs: readonly ChainLog[], change?: Change) => {
  const [row] = rows(logs, change)
  if (!row) throw new Error('no game')
  return row
}

describe('a game from its logs', () => {
  it('shows every turn, who made it, and the range getting smaller', () => {
    const row = only(fullGame)
    expect(row).toMatchObject({
      outputIndex: 3n,
      challenger,
      asserter,
      role: 'challenger',
      status: 'READY_TO_PROVE',
      whoseMove: 'challenger',
      outcome: null,
      createdAtSec: 10_100,
      timeoutAtSec: 11_600,
      money: { bondedWei: 5_000n, wonWei: 0n, lostWei: 0n }
    })
    expect(row.moves.map(({ what, by, turn, segStart, segSize }) => [what, by, turn, segStart, segSize])).toEqual([
      ['created', 'challenger', 1, 80n, 40n],
      ['bisected', 'asserter', 2, 96n, 8n],
      ['bisected', 'challenger', 3, 96n, 4n],
      ['bisected', 'asserter', 4, 96n, 2n],
      ['ready-to-prove', 'asserter', 4, 96n, 2n]
    ])
    expect(row.moves[3]?.segments).toEqual([96n, 97n, 98n].map(claimedRoot))
    expect(row.moves[0]?.segments.at(-1)).toBe(trueRoot(120n))
    expect(row.moves[1]).toMatchObject({ atSec: 10_200, txHash: txHash(2) })
  })

  it.each([
    [1, 'ASSERTER_TURN', 'asserter', 10_100, 10_700],
    [2, 'CHALLENGER_TURN', 'challenger', 10_200, 10_800],
    [3, 'ASSERTER_TURN', 'asserter', 10_300, 10_900]
  ] as const)('after %i moves it is %s', (moves, status, whoseMove, turnFromSec, timeoutAtSec) => {
    expect(only(fullGame.slice(0, moves))).toMatchObject({ status, whoseMove, turnFromSec, timeoutAtSec })
  })

  it('runs out as the contract says', () => {
    const late = (logs: ChainLog[], nowSec: number) => only(logs, { nowSec })
    expect(late([created(1)], 10_700).status).toBe('ASSERTER_TURN')
    expect(late([created(1)], 10_701)).toMatchObject({
      status: 'ASSERTER_TIMEOUT',
      whoseMove: 'challenger',
      turnFromSec: 10_701,
      timeoutAtSec: 11_900
    })
    expect(late([created(1)], 11_901)).toMatchObject({
      status: 'CHALLENGER_TIMEOUT',
      whoseMove: 'asserter',
      turnFromSec: null,
      timeoutAtSec: null
    })
    expect(late([created(1), bisected(2, 2)], 10_801).status).toBe('CHALLENGER_TIMEOUT')
  })

  it('that nobody closed ends with finality', () => {
    expect(only([created(1)], { nowSec: 20_000 }).outcome).toBe('finalized')
    expect(only([created(1)], { nowSec: 20_000, finalizedAtSec: null }).outcome).toBeNull()
  })

  it('without the inputs of its moves says what it can', () => {
    const row = only(fullGame, { blind: true })
    expect(row.moves.map(({ segStart, segments }) => [segStart, segments.length])).toEqual([
      [80n, 0],
      [null, 0],
      [null, 0],
      [null, 0],
      [null, 0]
    ])
    expect(row.status).toBe('READY_TO_PROVE')
  })
})

describe('how it ends, and what it moves', () => {
  const proof = [...fullGame, ended('Proven', 5), slashed(5, asserter)]
  it('a proof', () => {
    expect(only(proof)).toMatchObject({
      ...{ outcome: 'proven', status: 'NONE', whoseMove: null, timeoutAtSec: null },
      money: { bondedWei: 5_000n, wonWei: 4_000n, lostWei: 0n }
    })
    expect(only(proof, { nowSec: 20_000 }).money.bondedWei).toBe(0n)
    expect(only(proof, { account: asserter }).money).toEqual({ bondedWei: 0n, wonWei: 0n, lostWei: 5_000n })
    expect(only(proof, { account: bystander })).toMatchObject({ role: 'watcher', money: { bondedWei: 0n, wonWei: 0n } })
  })

  it('a time-out', () => {
    const logs = [created(1), bisected(2, 2), ended('ChallengerTimedOut', 5), slashed(5, challenger)]
    expect(only(logs)).toMatchObject({
      outcome: 'challenger-timed-out',
      money: { bondedWei: 0n, wonWei: 0n, lostWei: 5_000n }
    })
    expect(only(logs, { account: asserter }).money).toEqual({ bondedWei: 0n, wonWei: 4_000n, lostWei: 0n })
  })

  it('a dismissal after the proof', () => {
    const logs = [...proof, slashReverted(7, asserter), slashed(7, challenger), ended('ChallengeDismissed', 7)]
    expect(only(logs)).toMatchObject({ outcome: 'dismissed', money: { bondedWei: 0n, wonWei: 0n, lostWei: 5_000n } })
    expect(only(logs, { account: asserter }).money).toEqual({ bondedWei: 0n, wonWei: 4_000n, lostWei: 0n })
    expect(only(logs).moves.at(-1)).toMatchObject({ what: 'dismissed', by: 'council' })
  })

  it('a deletion by the council, then the own bond back', () => {
    const logs = [created(1), forceDeleted(5), slashed(5, asserter)]
    expect(only(logs)).toMatchObject({ outcome: null, money: { bondedWei: 5_000n, wonWei: 0n, lostWei: 0n } })
    expect(only(logs, { account: asserter }).money.lostWei).toBe(5_000n)
    const row = only([...logs, ended('ChallengeCanceled', 6)])
    expect(row).toMatchObject({ outcome: 'cancelled', money: { bondedWei: 0n } })
    expect(row.moves.map(({ what }) => what)).toEqual(['created', 'force-deleted', 'cancelled'])
  })
})

describe('several games on one output', () => {
  it('are told apart by challenger', () => {
    const logs = [
      created(1),
      created(2, bystander),
      bisected(3, 2, bystander),
      ended('Proven', 4, bystander),
      slashed(4, asserter)
    ]
    const [mine, theirs] = rows(logs)
    expect(mine).toMatchObject({ challenger, outcome: null, status: 'ASSERTER_TURN', money: { wonWei: 0n } })
    expect(theirs).toMatchObject({ challenger: bystander, outcome: 'proven', role: 'watcher' })
  })

  it('and by creation: a new game in the transaction that closed the lost one', () => {
    const again = { ...created(5), logIndex: 3 }
    const [lost, running] = rows([
      created(1),
      ended('ChallengerTimedOut', 5),
      slashed(5, challenger),
      again,
      bisected(6, 2)
    ])
    expect(lost).toMatchObject({ outcome: 'challenger-timed-out', moves: { length: 2 }, money: { lostWei: 5_000n } })
    expect(running).toMatchObject({
      outcome: null,
      status: 'CHALLENGER_TURN',
      moves: { length: 2 },
      money: { lostWei: 0n }
    })
    expect(lost?.key).not.toBe(running?.key)
    expect([lost?.round, running?.round]).toEqual([1, 2])
  })
})

describe('logs of others', () => {
  it('are none of ours', () => {
    expect(challengeLog({ ...created(1), address: `0x${'99'.repeat(20)}` }, exampleContracts)).toBeNull()
    expect(challengeLog({ ...slashed(1, asserter), address: exampleContracts.Colosseum }, exampleContracts)).toBeNull()
    expect(challengeLog({ ...created(1), data: '0x12' }, exampleContracts)).toBeNull()
    expect(challengeLog({ ...ready(1), topics: [txHash(5)] }, exampleContracts)).toBeNull()
  })
})
