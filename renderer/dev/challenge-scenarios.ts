import type { ChallengeDecision, ChallengeRow, ProofProgress } from '../../shared/domain/challenge.ts'
import type { HealthItem } from '../../shared/domain/health.ts'
import type { Address } from '../../shared/domain/hex.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { challengeDouble, decisionTimes, endedDouble, type Game, practiceShape } from './challenge-double.ts'
import { hashDouble, me, other, outputDouble, outputsDouble, snapshotDouble, third } from './snapshot-double.ts'

const kro = 10n ** 18n
const fourth: Address = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
const mine = { asserter: me, role: 'asserter' } as const

type Over = Partial<ChallengeRow>
type Played = Partial<Game> & { over?: Over }

const act = (
  nowSec: number,
  inSec: number,
  what: Pick<Extract<ChallengeDecision, { kind: 'act' }>, 'rule' | 'action' | 'pos' | 'proof'>
): ChallengeDecision => ({
  kind: 'act',
  ...decisionTimes(nowSec, { deadlineSec: Math.floor(nowSec) + inSec }),
  ...what
})
const wait = (nowSec: number, rule: ChallengeDecision['rule'], over: Partial<ChallengeDecision> = {}) =>
  ({ kind: 'wait', untilSec: null, ...decisionTimes(nowSec), rule, ...over }) as ChallengeDecision
const alert = (nowSec: number, rule: ChallengeDecision['rule'], over: Partial<ChallengeDecision> = {}) =>
  ({ kind: 'alert', ...decisionTimes(nowSec), rule, ...over }) as ChallengeDecision

/** Somebody challenges an output of mine; three turns were made. */
const againstMe = (nowSec: number, { over, ...game }: Played = {}): ChallengeRow =>
  challengeDouble(
    nowSec,
    { outputIndex: 12_840n, challenger: other, asserter: me, taken: [3, 1], agoSec: [4_900, 3_140, 1_220], ...game },
    { ...mine, ...over }
  )

/** I challenge an output of somebody else. */
const byMe = (nowSec: number, { over, ...game }: Played = {}): ChallengeRow =>
  challengeDouble(
    nowSec,
    { outputIndex: 12_838n, challenger: me, asserter: third, taken: [5], agoSec: [3_400, 2_210], ...game },
    { role: 'challenger', ...over }
  )

const provable = { taken: [5, 2, 7], agoSec: [6_000, 4_800, 3_300, 2_050] }
/** First block of the part that `provable` ends in, plus the two agreed ones of its last cut. */
const target = 12_837n * 1_800n + 5n * 225n + 2n * 45n + 7n * 5n + 3n

const proof = (nowSec: number, over: Partial<ProofProgress> = {}): ProofProgress => ({
  kind: 'zkvm',
  targetBlock: target,
  stage: 'proving',
  startedAtMs: nowSec * 1000 - 1_870_000,
  message: 'request 0x8f21c',
  ...over
})

const outsiders = (nowSec: number): ChallengeRow =>
  challengeDouble(nowSec, {
    outputIndex: 12_839n,
    challenger: fourth,
    asserter: other,
    taken: [0],
    agoSec: [1_900, 420]
  })

const wonAsserter = (nowSec: number, ago: number, index = 12_802n): ChallengeRow =>
  endedDouble(
    nowSec,
    againstMe(nowSec, { outputIndex: index, taken: [6], agoSec: [ago + 8_000, ago + 7_400], challenger: third }),
    {
      what: 'challenger-timed-out',
      by: 'anyone',
      agoSec: ago,
      outcome: 'challenger-timed-out',
      money: { wonWei: 4_000n * kro }
    }
  )

const wonChallenger = (nowSec: number, ago: number, index = 12_811n): ChallengeRow =>
  endedDouble(
    nowSec,
    byMe(nowSec, {
      outputIndex: index,
      taken: [5, 2, 7],
      agoSec: [ago + 20_000, ago + 18_400, ago + 16_300, ago + 14_800]
    }),
    {
      what: 'proven',
      by: 'challenger',
      agoSec: ago,
      outcome: 'proven',
      money: { bondedWei: 5_000n * kro, wonWei: 4_000n * kro }
    }
  )

const lostAsserter = (nowSec: number, ago: number, index = 12_790n): ChallengeRow =>
  endedDouble(nowSec, againstMe(nowSec, { outputIndex: index, taken: [], agoSec: [ago + 9_000] }), {
    what: 'proven',
    by: 'challenger',
    agoSec: ago,
    outcome: 'proven',
    money: { lostWei: 5_000n * kro }
  })

const cancelled = (nowSec: number, ago: number, index = 12_775n): ChallengeRow =>
  endedDouble(nowSec, byMe(nowSec, { outputIndex: index, taken: [4], agoSec: [ago + 5_100, ago + 3_900] }), {
    what: 'cancelled',
    by: 'challenger',
    agoSec: ago,
    outcome: 'cancelled'
  })

const dismissed = (nowSec: number, ago: number, index = 12_760n): ChallengeRow =>
  endedDouble(
    nowSec,
    byMe(nowSec, {
      outputIndex: index,
      taken: [5, 2, 7],
      agoSec: [ago + 20_000, ago + 18_000, ago + 17_000, ago + 15_000]
    }),
    {
      what: 'proven',
      by: 'challenger',
      agoSec: ago + 9_000,
      outcome: 'dismissed',
      dismissedAgoSec: ago,
      money: { lostWei: 5_000n * kro }
    }
  )

/** Many past ones, of every kind. */
export const pastDouble = (nowSec: number, count: number): ChallengeRow[] => {
  const kinds = [wonAsserter, wonChallenger, lostAsserter, cancelled, dismissed]
  return Array.from({ length: count }, (_, i) => {
    const row = kinds[i % kinds.length]?.(nowSec, 90_000 + i * 130_000, 12_800n - BigInt(i) * 3n)
    return row ?? wonAsserter(nowSec, 90_000)
  })
}

const some = (nowSec: number) => [wonChallenger(nowSec, 260_000), wonAsserter(nowSec, 410_000)]

/** The mainnet with these disputes; the challenged outputs among the last ones. */
const withChallenges = (nowMs: number, challenges: ChallengeRow[], over: Partial<EngineSnapshot> = {}) => {
  const nowSec = Math.floor(nowMs / 1000)
  const base = snapshotDouble({}, nowMs)
  return snapshotDouble(
    {
      network: { name: 'mainnet', label: 'Kroma Mainnet', l1ChainId: 1, l2ChainId: 255, practice: false },
      roles: { submitter: true, challenger: true, publicRound: true },
      challenges,
      chain: base.chain && { ...base.chain, l2BlockTimeSec: 2 },
      next: base.next && {
        ...base.next,
        ...{ outputIndex: 12_841n, l2BlockNumber: 23_113_800n, dueAtSec: nowSec + 1_260, deadlineSec: null },
        publicRoundAtSec: nowSec + 3_060,
        ...({ kind: 'wait', reason: 'OUTPUT_NOT_DUE', untilSec: nowSec + 1_260 } as const)
      },
      outputs: outputsDouble(20, nowSec, 12_840n).map((row, i) => ({
        ...row,
        ...outputDouble(row.index, nowSec, 12_840n),
        l2BlockNumber: row.index * 1_800n,
        submittedAtSec: nowSec - 2_340 - i * 3_600,
        finalizedAtSec: nowSec - 2_340 - i * 3_600 + 604_800,
        rewardWei: null,
        paidAtSec: null
      })),
      ...over
    },
    nowMs
  )
}

const challengeAlert = (nowMs: number, item: Pick<HealthItem, 'code' | 'message' | 'subject'>): HealthItem[] => [
  { ...item, severity: 'critical', sinceMs: nowMs - 75_000 }
]

type Scenario = (nowMs: number) => EngineSnapshot
const sec = (nowMs: number): number => Math.floor(nowMs / 1000)

const segmentAlert: Scenario = (nowMs) => {
  const nowSec = sec(nowMs)
  const next = alert(nowSec, 'FIRST_SEGMENT_DIFFERS', {
    deadlineSec: nowSec + 1_130,
    detail: 'block 23110920'
  })
  return withChallenges(
    nowMs,
    [againstMe(nowSec, { agoSec: [6_900, 5_140, 2_470], over: { next } }), ...some(nowSec)],
    {
      health: challengeAlert(nowMs, {
        code: 'FIRST_SEGMENT_DIFFERS',
        message: 'Even the first root of the dispute differs from the own node’s: there is nothing to cut.',
        subject: 'dispute 12840:0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc'
      })
    }
  )
}

/** Every state of a dispute that the screens are designed for. */
export const challengeScenarios = {
  challenged: (nowMs) => {
    const nowSec = sec(nowMs)
    const next = act(nowSec, 2_380, { rule: 'MY_TURN_TO_BISECT', action: 'bisect', pos: 4, proof: null })
    return withChallenges(nowMs, [againstMe(nowSec, { over: { next } }), ...some(nowSec)])
  },
  'challenge-sending': (nowMs) => {
    const nowSec = sec(nowMs)
    const row = againstMe(nowSec, {
      shape: practiceShape,
      outputIndex: 214n,
      taken: [],
      agoSec: [17],
      over: { next: wait(nowSec, 'MOVE_PENDING', { deadlineSec: nowSec + 13 }) }
    })
    const pending = {
      purpose: `bisect:214:${row.challenger}:2`,
      ...({ lane: 'dispute', nonce: 84, hash: hashDouble(4_242n), attempts: 1, sentAtMs: nowMs - 3_000 } as const),
      ...{ maxFeePerGasWei: 31_400_000_000n, atFeeCap: false }
    }
    return snapshotDouble({ challenges: [row], pending: [pending] }, nowMs)
  },
  challenging: (nowMs) => {
    const nowSec = sec(nowMs)
    const row = byMe(nowSec, {
      taken: [5, 2],
      agoSec: [3_900, 2_410, 640],
      over: { next: wait(nowSec, 'THEIR_TURN', { untilSec: nowSec + 2_961 } as Partial<ChallengeDecision>) }
    })
    return withChallenges(nowMs, [row, ...some(nowSec)])
  },
  'challenge-proving': (nowMs) => {
    const nowSec = sec(nowMs)
    const next = wait(nowSec, 'PROOF_RUNNING', { deadlineSec: nowSec + 26_750, detail: 'request 0x8f21c' })
    return withChallenges(nowMs, [byMe(nowSec, { ...provable, over: { next, proof: proof(nowSec) } }), ...some(nowSec)])
  },
  'challenge-ready': (nowMs) => {
    const nowSec = sec(nowMs)
    const next = act(nowSec, 26_750, {
      rule: 'READY_TO_PROVE',
      action: 'prove',
      pos: 2,
      proof: { kind: 'zkevm', targetBlock: target }
    })
    const ready = proof(nowSec, { kind: 'zkevm', stage: 'ready', message: null })
    return withChallenges(nowMs, [byMe(nowSec, { ...provable, over: { next, proof: ready } }), ...some(nowSec)])
  },
  'challenge-late-opponent': (nowMs) => {
    const nowSec = sec(nowMs)
    const first = 12_837n * 1_800n + 1n
    const next = act(nowSec, 27_980, {
      rule: 'ASSERTER_LATE_PROVE_FIRST_BLOCK',
      action: 'prove',
      pos: 0,
      proof: { kind: 'zkevm', targetBlock: first }
    })
    const row = byMe(nowSec, {
      taken: [],
      agoSec: [4_420],
      over: {
        next,
        ...{ status: 'ASSERTER_TIMEOUT', whoseMove: 'challenger' },
        ...{ turnFromSec: nowSec - 819, timeoutAtSec: nowSec + 27_980 },
        proof: proof(nowSec, {
          kind: 'zkevm',
          targetBlock: first,
          stage: 'collecting',
          startedAtMs: nowMs - 9_000,
          message: null
        })
      }
    })
    return withChallenges(nowMs, [row, ...some(nowSec)])
  },
  'challenge-collect': (nowMs) => {
    const nowSec = sec(nowMs)
    const row = againstMe(nowSec, {
      taken: [6],
      agoSec: [9_100, 3_900],
      over: {
        ...{ status: 'CHALLENGER_TIMEOUT', whoseMove: 'asserter', turnFromSec: null, timeoutAtSec: null },
        next: {
          ...act(nowSec, 0, { rule: 'CHALLENGER_LATE_COLLECT', action: 'challenger-timeout', pos: null, proof: null }),
          deadlineSec: null
        }
      }
    })
    return withChallenges(nowMs, [row])
  },
  'challenge-several': (nowMs) => {
    const nowSec = sec(nowMs)
    const theirs = againstMe(nowSec, {
      challenger: third,
      taken: [3],
      agoSec: [3_000, 1_100],
      over: { next: wait(nowSec, 'THEIR_TURN', { untilSec: nowSec + 2_501 } as Partial<ChallengeDecision>) }
    })
    const turn = act(nowSec, 1_080, { rule: 'MY_TURN_TO_BISECT', action: 'bisect', pos: 4, proof: null })
    const deleted = byMe(nowSec, {
      taken: [5],
      agoSec: [2_700, 900],
      over: {
        next: act(nowSec, 2_700, { rule: 'OUTPUT_DELETED_CANCEL', action: 'cancel', pos: null, proof: null })
      }
    })
    return withChallenges(nowMs, [
      outsiders(nowSec),
      theirs,
      againstMe(nowSec, { agoSec: [5_900, 4_640, 2_520], over: { next: turn } }),
      deleted,
      ...some(nowSec)
    ])
  },
  'challenge-watching': (nowMs) => withChallenges(nowMs, [outsiders(sec(nowMs))]),
  'challenge-won': (nowMs) =>
    withChallenges(nowMs, [wonChallenger(sec(nowMs), 1_900), wonAsserter(sec(nowMs), 88_000)]),
  'challenge-lost': (nowMs) => withChallenges(nowMs, [lostAsserter(sec(nowMs), 5_300)]),
  'challenge-cancelled': (nowMs) => withChallenges(nowMs, [cancelled(sec(nowMs), 4_000)]),
  'challenge-dismissed': (nowMs) => withChallenges(nowMs, [dismissed(sec(nowMs), 7_000)]),
  'challenge-alert': segmentAlert,
  'challenge-no-roots': (nowMs) => {
    const nowSec = sec(nowMs)
    const next = alert(nowSec, 'ROOTS_UNAVAILABLE', {
      deadlineSec: nowSec + 2_380,
      detail: 'the rollup node does not answer: time-out after 5 s'
    })
    return withChallenges(nowMs, [againstMe(nowSec, { over: { next } })], { state: 'degraded' })
  },
  'challenge-proof-failed': (nowMs) => {
    const nowSec = sec(nowMs)
    const message = 'The zkVM prover gave no proof: request 0x8f21c ended as Failed twice.'
    const next = alert(nowSec, 'PROOF_FAILED', { deadlineSec: nowSec + 26_750, detail: message })
    const failed = proof(nowSec, { stage: 'failed', message })
    return withChallenges(nowMs, [byMe(nowSec, { ...provable, over: { next, proof: failed } })])
  },
  'challenge-paused': (nowMs) =>
    withChallenges(nowMs, [againstMe(sec(nowMs))], {
      state: 'stopped',
      next: null,
      chain: snapshotDouble({}, nowMs - 240_000).chain
    }),
  'challenge-unread': (nowMs) => {
    const nowSec = sec(nowMs)
    const row = byMe(nowSec, { taken: [5, 2], agoSec: [3_900, 2_410, 640], over: { next: wait(nowSec, 'THEIR_TURN') } })
    const moves = row.moves.map((move, i) => ({
      ...move,
      segments: [],
      ...(i > 0 && { segStart: null, segSize: null })
    }))
    return withChallenges(nowMs, [{ ...row, moves }])
  },
  'challenge-past': (nowMs) => withChallenges(nowMs, pastDouble(sec(nowMs), 20))
} satisfies Record<string, Scenario>
