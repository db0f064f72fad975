import { type GateView, gateNames, type HealthItem } from '../../shared/domain/health.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { challengeScenarios } from './challenge-scenarios.ts'
import {
  decisionCommon,
  hashDouble,
  me,
  other,
  outputDouble,
  outputsDouble,
  snapshotDouble,
  validatorDouble
} from './snapshot-double.ts'

const kro = 10n ** 18n
const empty = { outputsSeen: 0, mySubmissions: 0, rewardsWei: 0n, feesWei: 0n, missedRounds: 0 }

const gates = (
  reached: number,
  last: GateView['state'],
  message: string | null = null,
  code: string | null = null
): GateView[] =>
  gateNames.map((name, i) => ({
    name,
    state: i < reached ? 'passed' : i === reached ? last : 'waiting',
    code: i === reached ? code : null,
    message: i === reached ? message : null
  }))

const health = (item: Omit<HealthItem, 'sinceMs'>, sinceMs: number): HealthItem => ({ ...item, sinceMs })

type Scenario = (nowMs: number) => EngineSnapshot

const bare = (nowMs: number): Partial<EngineSnapshot> => ({
  chain: null,
  validator: null,
  next: null,
  priorityValidator: null,
  outputs: [],
  totals: empty,
  endpoints: snapshotDouble({}, nowMs).endpoints.map((e) => ({
    ...e,
    state: 'unknown',
    latencyMs: null,
    requests: 0,
    failures: 0
  }))
})

/** Every state that the screens are designed for, as of `nowMs`. */
export const scenarios = {
  ...challengeScenarios,
  'first-start': (nowMs) => snapshotDouble({ ...bare(nowMs), state: 'starting', gates: gates(5, 'checking') }, nowMs),
  empty: (nowMs) =>
    snapshotDouble(
      {
        outputs: [],
        totals: empty,
        next: {
          ...decisionCommon(nowMs / 1000, 34, { outputIndex: 1n, l2BlockNumber: 80n }),
          kind: 'wait',
          reason: 'OUTPUT_NOT_DUE',
          untilSec: Math.floor(nowMs / 1000) + 34
        }
      },
      nowMs
    ),
  waiting: (nowMs) => snapshotDouble({}, nowMs),
  'my-round': (nowMs) => {
    const nowSec = Math.floor(nowMs / 1000)
    return snapshotDouble(
      {
        next: {
          ...decisionCommon(nowSec, -6, { deadlineSec: nowSec + 14 }),
          kind: 'wait',
          reason: 'SUBMISSION_PENDING',
          untilSec: null
        },
        pending: [
          {
            purpose: 'submit-output:1285',
            lane: 'submission',
            nonce: 431,
            hash: hashDouble(77n),
            attempts: 2,
            sentAtMs: nowMs - 5_000,
            maxFeePerGasWei: 34_218_000_000n,
            atFeeCap: false
          }
        ]
      },
      nowMs
    )
  },
  'others-round': (nowMs) => {
    const nowSec = Math.floor(nowMs / 1000)
    return snapshotDouble(
      {
        network: { name: 'mainnet', label: 'Kroma Mainnet', l1ChainId: 1, l2ChainId: 255, practice: false },
        roles: { submitter: true, challenger: false, publicRound: false },
        priorityValidator: other,
        validator: validatorDouble({ noSubmissionCount: 2 }),
        chain: { ...(snapshotDouble({}, nowMs).chain ?? never()), l2BlockTimeSec: 2 },
        outputs: outputsDouble(20, nowSec, 1_284n).map((row, i) => ({
          ...row,
          l2BlockNumber: row.index * 1_800n,
          submittedAtSec: nowSec - 1_500 - i * 3_600,
          finalizedAtSec: nowSec - 1_500 - i * 3_600 + 604_800,
          rewardWei: null,
          paidAtSec: null
        })),
        next: {
          ...decisionCommon(nowSec, 2_094, { l2BlockNumber: 2_313_000n, publicRoundAtSec: nowSec + 3_895 }),
          kind: 'wait',
          reason: 'OTHERS_PRIORITY_ROUND',
          untilSec: nowSec + 3_895
        },
        health: [
          health(
            {
              code: 'ONE_MISS_LEFT',
              severity: 'warning',
              message: '2 priority rounds were missed: the next miss means jail.',
              subject: me
            },
            nowMs - 3_600_000
          ),
          health(
            {
              code: 'RPC_DEGRADED',
              severity: 'notice',
              message: 'The L1 endpoint https://rpc.example.org is slow or fails at times.',
              subject: 'https://rpc.example.org'
            },
            nowMs - 600_000
          )
        ]
      },
      nowMs
    )
  },
  jailed: (nowMs) => {
    const nowSec = Math.floor(nowMs / 1000)
    const jailExpiresAtSec = nowSec + 2 * 86_400 + 5_400
    return snapshotDouble(
      {
        validator: validatorDouble({
          inJail: true,
          status: 'READY',
          jailExpiresAtSec,
          noSubmissionCount: 2,
          weightWei: 30_214n * kro
        }),
        priorityValidator: other,
        next: { ...decisionCommon(nowSec, 11), kind: 'wait', reason: 'IN_JAIL', untilSec: jailExpiresAtSec },
        health: [
          health(
            {
              code: 'IN_JAIL',
              severity: 'critical',
              message:
                'The validator is in jail until the term ends. It can be released by an unjail transaction from then on.',
              subject: me
            },
            nowMs - 40_000
          )
        ]
      },
      nowMs
    )
  },
  'rpc-down': (nowMs) => {
    const base = snapshotDouble({}, nowMs)
    return snapshotDouble(
      {
        state: 'degraded',
        stateReason: 'No L1 endpoint answers.',
        chain:
          base.chain === null
            ? null
            : {
                ...base.chain,
                seenAtMs: nowMs - 94_000,
                l1: { ...base.chain.l1, timestampSec: Math.floor(nowMs / 1000) - 94 }
              },
        next: { ...decisionCommon(nowMs / 1000, -74), kind: 'wait', reason: 'NODE_BEHIND', untilSec: null },
        endpoints: base.endpoints.map((e) =>
          e.role === 'l1'
            ? { ...e, state: 'down', latencyMs: null, failures: 38 }
            : e.role === 'rollup'
              ? { ...e, state: 'degraded', latencyMs: 2_410 }
              : e
        ),
        health: [
          health(
            {
              code: 'RPC_DOWN',
              severity: 'critical',
              message:
                'The L1 endpoint http://127.0.0.1:38545 does not answer and there is no other. Start it, or add one in the settings.',
              subject: 'http://127.0.0.1:38545'
            },
            nowMs - 90_000
          ),
          health(
            {
              code: 'RPC_DEGRADED',
              severity: 'notice',
              message: 'The rollup node endpoint http://127.0.0.1:39645 is slow or fails at times.',
              subject: 'http://127.0.0.1:39645'
            },
            nowMs - 300_000
          )
        ]
      },
      nowMs
    )
  },
  stopped: (nowMs) =>
    snapshotDouble(
      { state: 'stopped', stateReason: null, next: null, chain: snapshotDouble({}, nowMs - 240_000).chain },
      nowMs
    ),
  'failed-gate': (nowMs) =>
    snapshotDouble(
      {
        ...bare(nowMs),
        network: { name: 'sepolia', label: 'Kroma Sepolia', l1ChainId: 11_155_111, l2ChainId: 2_358, practice: false },
        state: 'failed',
        stateReason: 'The L1 endpoint is on chain 1, the settings say 11155111. Use an endpoint of the network chosen.',
        gates: gates(
          1,
          'failed',
          'The L1 endpoint is on chain 1, the settings say 11155111. Use an endpoint of the network chosen.',
          'WRONG_CHAIN'
        ),
        health: [
          health(
            {
              code: 'WRONG_CHAIN',
              severity: 'critical',
              message:
                'The L1 endpoint is on chain 1, the settings say 11155111. Use an endpoint of the network chosen.',
              subject: 'https://rpc.example.org'
            },
            nowMs - 4_000
          )
        ]
      },
      nowMs
    ),
  'bond-short': (nowMs) => {
    const nowSec = Math.floor(nowMs / 1000)
    return snapshotDouble(
      {
        validator: validatorDouble({
          ownKroWei: 11_204n * kro,
          bondedKroWei: 10_000n * kro,
          freeKroWei: 1_204n * kro,
          ethWei: 18_000_000_000_000_000n
        }),
        next: {
          ...decisionCommon(nowSec, -4, { deadlineSec: nowSec + 16 }),
          kind: 'wait',
          reason: 'BOND_TOO_SMALL',
          untilSec: null
        },
        outputs: [
          outputDouble(1_284n, nowSec, 1_284n, { verdict: 'invalid', submitter: other, mine: false }),
          outputDouble(1_283n, nowSec, 1_284n, { deleted: true, verdict: 'invalid' }),
          ...outputsDouble(18, nowSec, 1_282n)
        ],
        health: [
          health(
            {
              code: 'BOND_SHORT',
              severity: 'warning',
              message:
                '1,204 KRO are free, a bond takes 5,000 KRO: the next output can be submitted only if one that is paid in the same call frees a bond.',
              subject: me
            },
            nowMs - 4_000
          )
        ]
      },
      nowMs
    )
  },
  'signing-paused': (nowMs) => {
    const hash = hashDouble(99n)
    const message = `A transaction that this app did not send was mined with nonce 432 of this account (${hash}). Signing is paused: make sure that no second program uses this key, then resume on the Overview. If nobody you know sent it, somebody has your key.`
    const sinceMs = nowMs - 754_000
    return snapshotDouble(
      {
        state: 'degraded',
        stateReason: message,
        next: { ...decisionCommon(nowMs / 1000, 12), kind: 'wait', reason: 'SIGNING_PAUSED', untilSec: null },
        guard: {
          pause: { code: 'FOREIGN_TRANSACTION', message, nonce: 432, hash, sinceMs },
          second: { l1: true, roots: true },
          objections: []
        },
        health: [health({ code: 'SIGNING_PAUSED', severity: 'critical', message, subject: null }, sinceMs)]
      },
      nowMs
    )
  },
  'ledger-asked': (nowMs) => {
    const nowSec = Math.floor(nowMs / 1000)
    const deadlineSec = nowSec + 1_364
    const common = decisionCommon(nowSec, -436, { deadlineSec, publicRoundAtSec: deadlineSec + 1, byDevice: true })
    return snapshotDouble({ next: { ...common, kind: 'submit', round: 'priority' } }, nowMs)
  },
  public: (nowMs) => {
    const nowSec = Math.floor(nowMs / 1000)
    return snapshotDouble(
      {
        priorityValidator: '0xffffffffffffffffffffffffffffffffffffffff',
        next: { ...decisionCommon(nowSec, -25), kind: 'submit', round: 'public' }
      },
      nowMs
    )
  }
} satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios

const never = (): never => {
  throw new Error('the double has a chain')
}
