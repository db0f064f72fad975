import { describe, expect, it } from 'vitest'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { idleSnapshot } from '../../idle-snapshot.ts'
import { challengeCase } from './challenge-case.ts'

const challenger: Address = `0x${'aA'.repeat(20)}`
const lower = challenger.toLowerCase()
const asserter: Address = `0x${'bb'.repeat(20)}`
const hash = (n: number): Hash => `0x${n.toString(16).padStart(64, '0')}`

const row: ChallengeRow = {
  outputIndex: 12n,
  challenger,
  asserter,
  role: 'asserter',
  status: 'ASSERTER_TURN',
  outcome: null,
  createdAtSec: 1_795_000_000,
  turnFromSec: 1_795_000_000,
  timeoutAtSec: 1_795_000_600,
  whoseMove: 'asserter',
  moves: [
    {
      what: 'created',
      by: 'challenger',
      turn: 1,
      atSec: 1_795_000_000,
      txHash: hash(1),
      segStart: 480n,
      segSize: 40n,
      segments: [hash(10), hash(11), hash(12)]
    },
    {
      what: 'bisected',
      by: 'asserter',
      turn: 2,
      atSec: 1_795_000_100,
      txHash: hash(2),
      segStart: null,
      segSize: null,
      segments: [hash(20)]
    }
  ],
  next: {
    kind: 'act',
    action: 'bisect',
    rule: 'MY_TURN_TO_BISECT',
    pos: 1,
    proof: null,
    nextLookAtSec: 1_795_000_010,
    deadlineSec: 1_795_000_600,
    detail: null
  },
  proof: null,
  money: { bondedWei: 5_000n * 10n ** 18n, wonWei: 0n, lostWei: 0n }
}
const snapshot = {
  ...idleSnapshot({
    network: { name: 'practice', label: 'Practice', l1ChainId: 1, l2ChainId: 2, practice: true },
    roles: { submitter: true, challenger: false, publicRound: true }
  }),
  takenAtMs: 1_795_000_050_000
}
const event = (over: object): StampedEvent => ({ seq: 1, atMs: 1_795_000_001_000, ...over }) as StampedEvent

const made = (over: Partial<Parameters<typeof challengeCase>[0]> = {}) =>
  JSON.parse(challengeCase({ row, output: null, snapshot, events: [], version: '1', ...over }))

describe('challengeCase', () => {
  it('holds every part of the dispute in forms that any program reads', () => {
    expect(made()).toMatchObject({
      format: 'kroma-validator-dispute',
      formatVersion: 1,
      exportedAt: '2026-11-18T11:07:30.000Z',
      dispute: {
        outputIndex: '12',
        turnUntil: '2026-11-18T11:16:40.000Z',
        money: { bondedWei: '5000000000000000000000', wonWei: '0', lostWei: '0' },
        next: {
          rule: 'MY_TURN_TO_BISECT',
          deadline: '2026-11-18T11:16:40.000Z',
          why: expect.stringMatching(/our turn/)
        }
      },
      output: null
    })
  })

  it('names the block of each hash, and none where the range was not read', () => {
    const [first, second] = made().moves
    expect(first.segments).toEqual([
      { l2Block: '480', outputRoot: hash(10) },
      { l2Block: '500', outputRoot: hash(11) },
      { l2Block: '520', outputRoot: hash(12) }
    ])
    expect(second.segments).toEqual([{ l2Block: null, outputRoot: hash(20) }])
  })

  it('takes only the events and transactions about this dispute', () => {
    const mine = [
      event({ type: 'challenge.my-turn', outputIndex: 12n, challenger: lower, role: 'asserter' }),
      event({ type: 'tx.published', purpose: `bisect:12:${lower}:2` })
    ]
    const others = [
      event({ type: 'challenge.my-turn', outputIndex: 13n, challenger: lower }),
      event({ type: 'challenge.alert', outputIndex: 12n, challenger: null }),
      event({ type: 'challenge.moved', outputIndex: 12n, challenger: asserter }),
      event({ type: 'tx.published', purpose: `bisect:12:${asserter}:2` }),
      event({ type: 'tx.published', purpose: 'submit-output:12' }),
      event({ type: 'tx.published', purpose: 'create-challenge:12' }),
      event({ type: 'engine.state', state: 'running' })
    ]
    expect(made({ events: [...mine, ...others] }).events.map(({ type }: { type: string }) => type)).toEqual([
      'challenge.my-turn',
      'tx.published'
    ])
    const asChallenger = made({ row: { ...row, role: 'challenger' }, events: others })
    expect(asChallenger.events.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['create-challenge:12'])
  })
})
