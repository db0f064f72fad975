import { describe, expect, it } from 'vitest'
import type { EndpointView } from '../../../shared/domain/snapshot.ts'
import type { SubmitDecision, WaitReason } from '../../../shared/domain/submit-decision.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import type { SyncStatus } from '../chain/types.ts'
import { alice, bob, hash } from '../outputs/testing/example-logs.ts'
import { assess } from './assess.ts'
import type { HealthInput } from './health-input.ts'

const kro = 10n ** 18n
const validator: ValidatorView = {
  address: alice,
  status: 'ACTIVE',
  inJail: false,
  jailExpiresAtSec: 0,
  noSubmissionCount: 0,
  jailThreshold: 2,
  commissionPercent: 5,
  weightWei: kro,
  totalWeightWei: 3n * kro,
  ownKroWei: 10_000n * kro,
  bondedKroWei: 0n,
  freeKroWei: 10_000n * kro,
  bondWei: 5_000n * kro,
  ethWei: kro,
  withdrawAccount: bob,
  canWithdrawAtSec: 0
}
const nowMs = 1_700_000_000_000
const nowSec = nowMs / 1000
const wait = (reason: WaitReason, dueAtSec = nowSec): SubmitDecision => ({
  kind: 'wait',
  reason,
  untilSec: null,
  outputIndex: 3n,
  l2BlockNumber: 120n,
  dueAtSec,
  publicRoundAtSec: null,
  nextLookAtSec: nowSec + 1,
  deadlineSec: null
})
const endpoint: EndpointView = {
  origin: 'http://one',
  role: 'l1',
  kind: 'http',
  state: 'up',
  latencyMs: 5,
  requests: 1,
  failures: 0
}
const fine: HealthInput = {
  nowMs,
  startedAtMs: nowMs - 600_000,
  gatesPassed: true,
  practice: false,
  head: { number: 1n, hash: hash(1), timestampSec: nowSec - 2, seenAtMs: nowMs - 1_000 },
  chainNowSec: nowSec,
  staleAfterMs: 60_000,
  sync: { safeL2: { number: 119n } } as SyncStatus,
  nodeAnsweredAtMs: nowMs - 1_000,
  endpoints: [endpoint],
  validator,
  decision: wait('OUTPUT_NOT_DUE'),
  pending: [],
  paused: null,
  faults: new Map(),
  invalidOutputs: [],
  signs: 'app',
  thinning: { stretch: 1, because: null, exempt: false },
  maxFeePerGasCapWei: 200n * 10n ** 9n
}
const found = (over: Partial<HealthInput>) => assess({ ...fine, ...over }).map((p) => `${p.code} ${p.severity}`)
const withValidator = (over: Partial<ValidatorView>) => found({ validator: { ...validator, ...over } })

describe('health', () => {
  it('finds nothing when all is well', () => expect(found({})).toEqual([]))

  it('says when polling is slower to stay within a limit, and allows for it', () => {
    const thinning = { stretch: 3, because: 'l1RequestsPerDay', exempt: false } as const
    expect(found({ thinning })).toEqual(['RPC_BUDGET warning'])
    expect(found({ thinning: { ...thinning, stretch: 1, exempt: true } })).toEqual(['RPC_BUDGET warning'])
    expect(found({ nodeAnsweredAtMs: nowMs - 40_000 })).toEqual(['NODE_UNREACHABLE critical'])
    expect(found({ nodeAnsweredAtMs: nowMs - 40_000, thinning })).toEqual(['RPC_BUDGET warning'])
  })

  it('finds nothing to say about what is not known yet', () =>
    expect(
      found({ gatesPassed: false, head: null, sync: null, nodeAnsweredAtMs: null, validator: null, decision: null })
    ).toEqual([]))

  const cases: [string, Partial<HealthInput>, string[]][] = [
    [
      'one endpoint of two down',
      {
        endpoints: [
          { ...endpoint, state: 'down' },
          { ...endpoint, origin: 'http://two' }
        ]
      },
      ['RPC_DOWN warning']
    ],
    [
      'an endpoint that is refused for its chain',
      {
        endpoints: [
          { ...endpoint, state: 'down', refused: { fault: 'wrong-chain', detail: 'wrong chain: id 5 instead of 1' } },
          { ...endpoint, origin: 'http://two' }
        ]
      },
      ['RPC_WRONG_CHAIN warning']
    ],
    [
      'the only endpoint far behind',
      { endpoints: [{ ...endpoint, state: 'down', refused: { fault: 'stale', detail: '9 blocks (108 s) behind' } }] },
      ['RPC_STALE critical']
    ],
    ['the only endpoint down', { endpoints: [{ ...endpoint, state: 'down' }] }, ['RPC_DOWN critical']],
    ['a slow endpoint', { endpoints: [{ ...endpoint, state: 'degraded' }] }, ['RPC_DEGRADED notice']],
    [
      'no block for a minute',
      { head: { number: 1n, hash: hash(1), timestampSec: nowSec - 62, seenAtMs: nowMs - 61_000 } },
      ['CHAIN_STALE critical']
    ],
    ['no head ever', { head: null }, ['CHAIN_STALE critical']],
    [
      'a clock that is ahead',
      { head: { number: 1n, hash: hash(1), timestampSec: nowSec - 90, seenAtMs: nowMs } },
      ['CLOCK_SKEW warning']
    ],
    [
      'a clock that is behind',
      { head: { number: 1n, hash: hash(1), timestampSec: nowSec + 90, seenAtMs: nowMs } },
      ['CLOCK_SKEW warning']
    ],
    [
      'moved time on the practice network',
      { practice: true, head: { number: 1n, hash: hash(1), timestampSec: nowSec + 90, seenAtMs: nowMs } },
      []
    ],
    ['a silent node', { nodeAnsweredAtMs: nowMs - 31_000 }, ['NODE_UNREACHABLE critical']],
    ['a node behind a due output', { decision: wait('NODE_BEHIND', nowSec - 61) }, ['NODE_BEHIND warning']],
    ['a node that is only just not there', { decision: wait('NODE_BEHIND', nowSec - 5) }, []],
    ['a halted network', { decision: wait('NETWORK_HALTED') }, ['NETWORK_HALTED notice']],
    ['sources that disagree', { decision: wait('SOURCES_DISAGREE') }, ['SOURCES_DISAGREE critical']],
    [
      'signing paused',
      { paused: { code: 'NONCE_CONFLICT', message: 'A foreign transaction took nonce 1.', nonce: 1, sinceMs: 1 } },
      ['SIGNING_PAUSED critical']
    ],
    ['an invalid output', { invalidOutputs: [4n] }, ['INVALID_OUTPUT critical']],
    [
      'a part that fails',
      { faults: new Map([['look', { code: 'LOOK_FAILED', message: 'The contracts could not be read: x' }]]) },
      ['LOOK_FAILED warning']
    ],
    [
      'a transaction at the cap',
      {
        pending: [
          {
            purpose: 'p',
            lane: 'submission',
            nonce: 1,
            hash: hash(1),
            attempts: 3,
            sentAtMs: 1,
            maxFeePerGasWei: 1n,
            atFeeCap: true
          }
        ]
      },
      ['FEE_CAP_REACHED critical']
    ]
  ]
  it.each(cases)('%s', (_, over, expected) => expect(found(over)).toEqual(expected))

  const accounts: [string, Partial<ValidatorView>, string[]][] = [
    [
      'jail',
      { inJail: true, status: 'READY', jailExpiresAtSec: 1_700_000_000, noSubmissionCount: 2 },
      ['IN_JAIL critical']
    ],
    ['ready, not active', { status: 'READY' }, ['NOT_ACTIVE warning']],
    ['one miss left', { noSubmissionCount: 2 }, ['ONE_MISS_LEFT warning']],
    ['a bond short', { freeKroWei: 4_999n * kro }, ['BOND_SHORT warning']],
    ['little ETH', { ethWei: kro / 10n }, ['LOW_ETH warning']],
    ['hardly any ETH', { ethWei: kro / 100n }, ['LOW_ETH critical']]
  ]
  it.each(accounts)('%s', (_, over, expected) => expect(withValidator(over)).toEqual(expected))

  it('says that nobody defends what was signed on a Ledger', () =>
    expect(found({ signs: 'device' })).toEqual(['DEFENCE_NEEDS_KEY notice']))

  it('does not ask for ETH where nothing is signed', () =>
    expect(found({ signs: 'nobody', validator: { ...validator, ethWei: 0n } })).toEqual([]))

  it('says why an endpoint that answers is refused', () => {
    const told = (fault: string, detail: string) =>
      assess({ ...fine, endpoints: [{ ...endpoint, state: 'down', refused: { fault, detail } }] })[0]?.message
    expect(told('wrong-chain', 'wrong chain: id 5 instead of 1')).toContain('is on the wrong chain: id 5 instead of 1')
    expect(told('stale', '9 blocks (108 s) behind')).toContain('is behind the chain (9 blocks (108 s) behind)')
    expect(told('timeout', 'no answer within 5 s')).toContain('does not answer')
  })

  it('says what and what to do in one line, without a path of a URL', () => {
    for (const [, over] of cases)
      for (const problem of assess({ ...fine, ...over })) expect(problem.message).toMatch(/^[^\n]{10,200}$/)
  })
})
