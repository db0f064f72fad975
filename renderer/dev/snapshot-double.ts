import { gateNames } from '../../shared/domain/health.ts'
import type { Address, Hash } from '../../shared/domain/hex.ts'
import type { OutputRow } from '../../shared/domain/output.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { SubmitDecision } from '../../shared/domain/submit-decision.ts'
import type { ValidatorView } from '../../shared/domain/validator.ts'

const kro = 10n ** 18n

export const me: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
export const other: Address = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
export const third: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'

/** A hash that differs for each number and looks like one. */
export const hashDouble = (n: bigint): Hash => {
  let word = (n + 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn
  let digits = ''
  while (digits.length < 64) {
    word = (word * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn
    digits += (word >> 32n).toString(16).padStart(8, '0')
  }
  return `0x${digits}`
}

export const validatorDouble = (over: Partial<ValidatorView> = {}): ValidatorView => ({
  address: me,
  status: 'ACTIVE',
  inJail: false,
  jailExpiresAtSec: 0,
  noSubmissionCount: 0,
  jailThreshold: 2,
  commissionPercent: 10,
  weightWei: 30_214n * kro,
  totalWeightWei: 90_410n * kro,
  ownKroWei: 30_214n * kro + 561_240_903_112_847_215n,
  bondedKroWei: 10_000n * kro,
  freeKroWei: 20_214n * kro + 561_240_903_112_847_215n,
  bondWei: 5_000n * kro,
  ethWei: 1_482_913_004_218_776_531n,
  withdrawAccount: third,
  canWithdrawAtSec: 0,
  ...over
})

/** One output of the fixture: every third one is mine; the older ones are final and paid. */
export const outputDouble = (
  index: bigint,
  nowSec: number,
  newest: bigint,
  over: Partial<OutputRow> = {}
): OutputRow => {
  const submitter = ([me, other, third] as const)[Number((index * 7n + index / 3n) % 3n)] ?? me
  const mine = submitter === me
  const submittedAtSec = Math.floor(nowSec) - 20 - Number(newest - index) * 40
  const finalizedAtSec = submittedAtSec + 300
  const paid = finalizedAtSec + 40 < nowSec
  const noise = BigInt(hashDouble(index).slice(0, 10))
  return {
    index,
    l2BlockNumber: index * 40n,
    root: hashDouble(index * 3n),
    submitter,
    mine,
    submittedAtSec,
    l1BlockNumber: 1_000n + index * 40n,
    txHash: hashDouble(index * 3n + 1n),
    verdict: newest - index < 1n ? 'pending' : 'valid',
    finalizedAtSec,
    deleted: false,
    rewardWei: paid ? 4n * kro + (noise % 1_000n) * 10n ** 15n : null,
    paidAtSec: paid ? finalizedAtSec + 20 : null,
    gasUsed: mine ? 241_000n + (noise % 80_000n) : null,
    feeWei: mine ? (241_000n + (noise % 80_000n)) * (2_000_000_000n + (noise % 7n) * 300_000_000n) : null,
    ...over
  }
}

/** Newest first. */
export const outputsDouble = (count: number, nowSec: number, newest: bigint): OutputRow[] =>
  Array.from({ length: count }, (_, i) => outputDouble(newest - BigInt(i), nowSec, newest))

type Common = Omit<Extract<SubmitDecision, { kind: 'submit' }>, 'kind' | 'round'>
export const decisionCommon = (nowSec: number, dueInSec: number, over: Partial<Common> = {}): Common => ({
  outputIndex: 1_285n,
  l2BlockNumber: 51_400n,
  dueAtSec: Math.floor(nowSec) + dueInSec,
  publicRoundAtSec: Math.floor(nowSec) + dueInSec + 21,
  nextLookAtSec: Math.floor(nowSec) + dueInSec,
  deadlineSec: null,
  ...over
})

/** A healthy, running validator whose turn is next; every part can be replaced. `nowMs` is local time and, here, chain time. */
export const snapshotDouble = (over: Partial<EngineSnapshot> = {}, nowMs = 1_795_000_000_000): EngineSnapshot => {
  const nowSec = Math.floor(nowMs / 1000)
  return {
    seq: 1,
    state: 'running',
    stateReason: null,
    network: { name: 'practice', label: 'Practice network', l1ChainId: 900, l2ChainId: 901, practice: true },
    account: me,
    roles: { submitter: true, challenger: false, publicRound: true },
    chain: {
      l1: { number: 52_418n, timestampSec: nowSec, hash: hashDouble(52_418n) },
      seenAtMs: nowMs,
      l2: { unsafe: 51_391n, safe: 51_386n, finalized: 51_340n },
      l2BlockTimeSec: 1
    },
    validator: validatorDouble(),
    next: {
      ...decisionCommon(nowSec, 27, { deadlineSec: nowSec + 47 }),
      kind: 'wait',
      reason: 'OUTPUT_NOT_DUE',
      untilSec: nowSec + 27
    },
    priorityValidator: me,
    pending: [],
    outputs: outputsDouble(20, nowSec, 1_284n),
    challenges: [],
    totals: {
      outputsSeen: 1_285,
      mySubmissions: 428,
      rewardsWei: 1_924n * kro + 318_000_000_000_000_000n,
      feesWei: 284_913_220_118_000_000n,
      missedRounds: 2
    },
    endpoints: [
      {
        origin: 'ws://127.0.0.1:38545',
        role: 'l1',
        kind: 'websocket',
        state: 'up',
        latencyMs: 3,
        requests: 4_812,
        failures: 0
      },
      {
        origin: 'http://127.0.0.1:38545',
        role: 'l1',
        kind: 'http',
        state: 'up',
        latencyMs: 4,
        requests: 212,
        failures: 0
      },
      {
        origin: 'http://127.0.0.1:39545',
        role: 'l2',
        kind: 'http',
        state: 'up',
        latencyMs: 6,
        requests: 1_024,
        failures: 0
      },
      {
        origin: 'http://127.0.0.1:39645',
        role: 'rollup',
        kind: 'http',
        state: 'up',
        latencyMs: 9,
        requests: 2_306,
        failures: 1
      }
    ],
    gates: gateNames.map((name) => ({ name, state: 'passed', code: null, message: null })),
    health: [],
    guard: { pause: null, second: { l1: true, roots: true }, objections: [] },
    takenAtMs: nowMs,
    ...over
  }
}
