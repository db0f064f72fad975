import { describe, expect, it } from 'vitest'
import { absence } from './absence.ts'
import type { ChallengeRow } from './challenge.ts'
import type { Address, Hash } from './hex.ts'
import type { OutputRow } from './output.ts'
import type { EngineSnapshot, PendingTxView } from './snapshot.ts'
import type { SubmitDecision } from './submit-decision.ts'
import type { ValidatorView } from './validator.ts'

const me: Address = '0x00000000000000000000000000000000000000aa'
const other: Address = '0x00000000000000000000000000000000000000bb'
const hash: Hash = `0x${'0'.repeat(64)}`
const kro = 10n ** 18n
const nowSec = 1_000_000
const hourSec = 3_600

const validator: ValidatorView = {
  address: me,
  status: 'ACTIVE',
  inJail: false,
  jailExpiresAtSec: 0,
  noSubmissionCount: 0,
  jailThreshold: 2,
  commissionPercent: 0,
  weightWei: 25n * kro,
  totalWeightWei: 100n * kro,
  ownKroWei: 25n * kro,
  bondedKroWei: 0n,
  freeKroWei: 25n * kro,
  bondWei: 5n * kro,
  ethWei: kro,
  withdrawAccount: me,
  canWithdrawAtSec: 0
}

/** Outputs are 1,800 blocks of two seconds apart: an hour. The next one's priority round ends in half an hour. */
const newest = { l2BlockNumber: 10_000n } as OutputRow
const next: SubmitDecision = {
  kind: 'wait',
  reason: 'OTHERS_PRIORITY_ROUND',
  untilSec: null,
  outputIndex: 7n,
  l2BlockNumber: 11_800n,
  dueAtSec: nowSec,
  publicRoundAtSec: nowSec + 1_800,
  nextLookAtSec: nowSec,
  deadlineSec: null
}

type Changes = { validator?: Partial<ValidatorView> } & Partial<Omit<EngineSnapshot, 'validator'>>
const snapshot = ({ validator: changes, ...rest }: Changes = {}) => ({
  account: me,
  validator: { ...validator, ...changes },
  next,
  priorityValidator: other,
  outputs: [newest],
  challenges: [],
  chain: { l1: { number: 1n, timestampSec: nowSec, hash }, seenAtMs: 0, l2: null, l2BlockTimeSec: 2 },
  pending: [],
  ...rest
})

const game = (changes: Partial<ChallengeRow> = {}): ChallengeRow => ({
  outputIndex: 5n,
  challenger: other,
  asserter: me,
  role: 'asserter',
  status: 'ASSERTER_TURN',
  outcome: null,
  createdAtSec: nowSec - 600,
  turnFromSec: nowSec - 600,
  timeoutAtSec: nowSec + 3_000,
  whoseMove: 'asserter',
  moves: [],
  next: null,
  proof: null,
  money: { bondedWei: 5n * kro, wonWei: 0n, lostWei: 0n },
  ...changes
})

const away = (hours: number, changes?: Changes) =>
  absence({ snapshot: snapshot(changes), nowSec, untilSec: nowSec + hours * hourSec })

describe('absence', () => {
  it('is quiet until a round ends', () => {
    expect(away(0.4)).toEqual({
      untilSec: nowSec + 1_440,
      verdict: 'quiet',
      rounds: 0,
      drawnAlready: false,
      drawnChance: 0,
      jailChance: 0,
      strikesLeft: 2,
      deadlines: [],
      worstLossWei: 0n,
      pendingTransactions: 0
    })
  })

  it('counts the rounds that end meanwhile: another’s first one costs nothing, each later one is drawn by weight', () => {
    // 0.5 h, 1.5 h, 2.5 h: the first is another's, so two draws of 1/4: 1 - 0.75² = 0.4375.
    expect(away(3)).toMatchObject({ rounds: 3, drawnChance: 0.4375, jailChance: 0, verdict: 'exposed' })
    // Four later draws: 1 - 0.75⁴ = 0.68359375; three or four hits: 4·0.25³·0.75 + 0.25⁴ = 0.05078125.
    const five = away(5)
    expect(five).toMatchObject({ rounds: 5, verdict: 'costly' })
    expect(five?.drawnChance).toBeCloseTo(0.68359375, 12)
    expect(five?.jailChance).toBeCloseTo(0.05078125, 12)
  })

  it('is certain of a round that is this validator’s already', () => {
    const shouting = me.toUpperCase().replace('X', 'x') as Address
    expect(away(1, { priorityValidator: shouting })).toMatchObject({
      rounds: 1,
      drawnAlready: true,
      drawnChance: 1,
      jailChance: 0
    })
    // One miss left and one round of mine: the second miss is free, a later draw of 1/4 jails.
    const tight = away(2, { priorityValidator: me, validator: { noSubmissionCount: 1 } })
    expect(tight).toMatchObject({ strikesLeft: 1, rounds: 2, drawnChance: 1 })
    expect(tight?.jailChance).toBeCloseTo(0.25, 12)
    expect(away(1, { priorityValidator: me, validator: { noSubmissionCount: 2 } })).toMatchObject({
      strikesLeft: 0,
      jailChance: 1,
      verdict: 'costly'
    })
    expect(away(1, { priorityValidator: me, validator: { noSubmissionCount: 5 } })?.strikesLeft).toBe(0)
  })

  it('draws nobody who is not active', () => {
    expect(away(5, { validator: { status: 'READY' } })).toMatchObject({ drawnChance: 0, verdict: 'quiet' })
    expect(away(5, { validator: { totalWeightWei: 0n } })?.drawnChance).toBe(0)
    expect(away(5, { account: null, priorityValidator: null })?.drawnAlready).toBe(false)
  })

  it('says what it does not know', () => {
    expect(away(3, { outputs: [] })).toMatchObject({
      rounds: null,
      drawnChance: null,
      jailChance: null,
      verdict: 'exposed'
    })
    expect(away(3, { priorityValidator: null })?.drawnAlready).toBe(false)
    expect(away(3, { chain: null })).toBeNull()
    expect(away(3, { next: null })).toBeNull()
    expect(absence({ snapshot: { ...snapshot(), validator: null }, nowSec, untilSec: nowSec })).toBeNull()
  })

  it('takes the due time where there is no public round', () => {
    expect(away(0.1, { next: { ...next, publicRoundAtSec: null } })?.rounds).toBe(1)
  })

  it('names the moves that may fall due, the earliest first', () => {
    const theirs = game({
      outputIndex: 6n,
      whoseMove: 'challenger',
      turnFromSec: nowSec - 100,
      timeoutAtSec: nowSec + 1_900
    })
    const ended = game({ outputIndex: 3n, outcome: 'proven' })
    const strangers = game({ outputIndex: 4n, role: 'watcher' })
    const over = game({ outputIndex: 2n, turnFromSec: null, timeoutAtSec: null, whoseMove: null })
    const found = away(1, {
      challenges: [game(), theirs, ended, strangers, over],
      validator: { bondedKroWei: 15n * kro }
    })
    expect(found).toMatchObject({
      verdict: 'costly',
      worstLossWei: 15n * kro,
      deadlines: [
        { outputIndex: 6n, challenger: other, atSec: nowSec + 2_000, myTurn: false },
        { outputIndex: 5n, challenger: other, atSec: nowSec + 3_000, myTurn: true }
      ]
    })
  })

  it('counts as lost, while too short for a new dispute, only the bonds of games whose move is missed', () => {
    const short = game({ turnFromSec: nowSec - 3_500, timeoutAtSec: nowSec + 100 })
    const long = game({ outputIndex: 6n, turnFromSec: nowSec - 100, timeoutAtSec: nowSec + 7_100 })
    const changes = { challenges: [short, long], validator: { bondedKroWei: 50n * kro } }
    expect(away(0.5, changes)).toMatchObject({ worstLossWei: 5n * kro })
    expect(away(2, changes)).toMatchObject({ worstLossWei: 50n * kro })
    expect(away(0.5, { validator: { bondedKroWei: 50n * kro } })).toMatchObject({
      worstLossWei: 50n * kro,
      verdict: 'exposed'
    })
    expect(away(0, { validator: { bondedKroWei: 50n * kro } })?.worstLossWei).toBe(0n)
  })

  it('minds a transaction under way', () => {
    expect(away(0.1, { pending: [{} as PendingTxView] })).toMatchObject({ pendingTransactions: 1, verdict: 'costly' })
  })
})
