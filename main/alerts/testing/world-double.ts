import { alertsSchema } from '../../../shared/config/alerts.ts'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineEvent, StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { HealthItem } from '../../../shared/domain/health.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { OutputRow } from '../../../shared/domain/output.ts'
import type { EngineSnapshot, PendingTxView } from '../../../shared/domain/snapshot.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import { idleSnapshot } from '../../idle-snapshot.ts'
import type { AlertWorld } from '../rules/rule.ts'

const kro = 10n ** 18n
export const nowSec = 1_795_000_000
export const nowMs = nowSec * 1000
export const me: Address = `0x${'11'.repeat(20)}`
export const other: Address = `0x${'22'.repeat(20)}`
const hash: Hash = `0x${'ab'.repeat(32)}`

export const validatorDouble = (over: Partial<ValidatorView> = {}): ValidatorView => ({
  address: me,
  status: 'ACTIVE',
  inJail: false,
  jailExpiresAtSec: 0,
  noSubmissionCount: 0,
  jailThreshold: 2,
  commissionPercent: 10,
  weightWei: 100n * kro,
  totalWeightWei: 300n * kro,
  ownKroWei: 100n * kro,
  bondedKroWei: 10n * kro,
  freeKroWei: 90n * kro,
  bondWei: 10n * kro,
  ethWei: kro,
  withdrawAccount: other,
  canWithdrawAtSec: 0,
  ...over
})

export const challengeDouble = (over: Partial<ChallengeRow> = {}): ChallengeRow => ({
  outputIndex: 7n,
  challenger: other,
  asserter: me,
  role: 'asserter',
  status: 'ASSERTER_TURN',
  outcome: null,
  createdAtSec: nowSec - 100,
  turnFromSec: nowSec - 100,
  timeoutAtSec: nowSec + 300,
  whoseMove: 'asserter',
  moves: [],
  next: null,
  proof: null,
  money: { bondedWei: 10n * kro, wonWei: 8n * kro, lostWei: 10n * kro },
  ...over
})

/** An ended one; its last move `ago` seconds before now. */
export const endedDouble = (over: Partial<ChallengeRow>, ago = 10): ChallengeRow => {
  const move = {
    what: 'proven',
    by: 'challenger',
    turn: null,
    atSec: nowSec - ago,
    txHash: hash,
    segStart: null,
    segSize: null,
    segments: []
  } as const
  return challengeDouble({ turnFromSec: null, timeoutAtSec: null, whoseMove: null, moves: [move], ...over })
}

export const outputDouble = (over: Partial<OutputRow> = {}): OutputRow => ({
  index: 7n,
  l2BlockNumber: 280n,
  root: hash,
  submitter: other,
  mine: false,
  submittedAtSec: nowSec - 50,
  l1BlockNumber: 5n,
  txHash: hash,
  verdict: 'invalid',
  finalizedAtSec: nowSec + 500,
  deleted: false,
  rewardWei: null,
  paidAtSec: null,
  gasUsed: null,
  feeWei: null,
  ...over
})

export const pendingDouble = (over: Partial<PendingTxView> = {}): PendingTxView => ({
  purpose: 'submit-output:7',
  lane: 'submission',
  nonce: 3,
  hash,
  attempts: 4,
  sentAtMs: nowMs,
  maxFeePerGasWei: 200n * 10n ** 9n,
  atFeeCap: true,
  ...over
})

export const health = (code: string, over: Partial<HealthItem> = {}): HealthItem => ({
  code,
  severity: 'critical',
  message: `${code} happened.`,
  subject: null,
  sinceMs: nowMs,
  ...over
})

const network = { name: 'practice', label: 'Practice network', l1ChainId: 900, l2ChainId: 901, practice: true }
const roles = { submitter: true, challenger: true, publicRound: false }

/** A running validator in good order. */
export const snapshotDouble = (over: Partial<EngineSnapshot> = {}): EngineSnapshot => ({
  ...idleSnapshot({ network, roles }),
  state: 'running',
  account: me,
  chain: { l1: { number: 50n, timestampSec: nowSec, hash }, seenAtMs: nowMs, l2: null, l2BlockTimeSec: 2 },
  validator: validatorDouble(),
  ...over
})

export const stamped = (event: EngineEvent, atMs = nowMs): StampedEvent => ({ ...event, seq: 1, atMs })

export const worldDouble = (over: Partial<AlertWorld> = {}): AlertWorld => ({
  snapshot: snapshotDouble(),
  events: [],
  nowMs,
  chainNowSec: nowSec,
  facts: { commissionReadyAtSec: null, cloud: null, stoppedSinceMs: null, waitingSinceMs: null, asleep: null },
  settings: alertsSchema.parse({}),
  ...over
})
