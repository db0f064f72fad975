import { describe, expect, it } from 'vitest'
import { alertsSchema } from '../../../shared/config/alerts.ts'
import { type AlertCode, type AlertSeverity, alertCodes } from '../../../shared/domain/alert.ts'
import type { ChallengeDecision } from '../../../shared/domain/challenge.ts'
import type { ProverWarning } from '../../../shared/domain/prover-warnings.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { ValidatorView } from '../../../shared/domain/validator.ts'
import {
  challengeDouble,
  endedDouble,
  health,
  nowMs,
  nowSec,
  other,
  outputDouble,
  pendingDouble,
  snapshotDouble,
  stamped,
  validatorDouble,
  worldDouble
} from '../testing/world-double.ts'
import { allRules } from './all-rules.ts'
import { cloudRule } from './cloud-rules.ts'
import type { AlertFacts, AlertWorld, Finding } from './rule.ts'

const findings = (world: AlertWorld): Finding[] =>
  allRules.flatMap(({ judge }) => {
    const { holds = [], happened = [] } = judge(world)
    return [...holds, ...happened]
  })
const told = (world: AlertWorld): string[] => findings(world).map(({ code, severity }) => `${code} ${severity}`)

const seen = (over: Partial<EngineSnapshot>): AlertWorld => worldDouble({ snapshot: snapshotDouble(over) })
const validator = (over: Partial<ValidatorView>): AlertWorld => seen({ validator: validatorDouble(over) })
const facts = (over: Partial<AlertFacts>): AlertWorld => worldDouble({ facts: { ...worldDouble().facts, ...over } })
const ill = (...items: Parameters<typeof health>[]): AlertWorld => seen({ health: items.map((i) => health(...i)) })
const challenged = (...rows: ReturnType<typeof challengeDouble>[]): AlertWorld => seen({ challenges: rows })
const limit = (lowEth: number, ethWei: bigint): AlertWorld => ({
  ...validator({ ethWei }),
  settings: alertsSchema.parse({ thresholds: { lowEth } })
})
const kro = 10n ** 18n
const day = 86_400
const alertDecision: ChallengeDecision = {
  kind: 'alert',
  rule: 'PROVER_MISSING',
  nextLookAtSec: nowSec,
  deadlineSec: null,
  detail: null
}
const failedTx = (code: string, purpose = 'submit-output:7'): AlertWorld =>
  worldDouble({ events: [stamped({ type: 'tx.failed', purpose, code, message: 'It reverted.' })] })
const cloud = (...warnings: ProverWarning[]): AlertWorld => facts({ cloud: warnings })
const cap = { spentUsd: 32, capUsd: 40 } as const
const failing = {
  kind: 'stop-failing',
  sinceMs: nowMs - 60_000,
  code: 'AWS_FAILED',
  remedy: 'It is tried again.'
} as const
const orphan = { kind: 'orphan', sinceMs: nowMs, monthUsd: 3 } as const
const stoppedFor = (ms: number): AlertWorld => ({
  ...facts({ stoppedSinceMs: nowMs - ms }),
  snapshot: snapshotDouble({ state: 'stopped' })
})
const asleepFor = (ms: number): AlertWorld => facts({ asleep: { fromMs: nowMs - ms, toMs: nowMs } })
const gate = (code: string): AlertWorld =>
  seen({
    state: 'failed',
    stateReason: 'No.',
    gates: [{ name: 'chains', state: 'failed', code, message: 'Another chain.' }]
  })

const decided = {
  outputIndex: 7n,
  l2BlockNumber: 280n,
  dueAtSec: nowSec,
  publicRoundAtSec: nowSec + 61,
  nextLookAtSec: nowSec + 1
}
const mine = { ...decided, kind: 'submit', round: 'priority', deadlineSec: nowSec + 60 } as const

type Case = [name: string, world: AlertWorld, told: `${AlertCode} ${AlertSeverity}`[]]
const cases: Case[] = [
  ['all is well', worldDouble(), []],
  ['in jail', validator({ inJail: true, jailExpiresAtSec: nowSec + 1 }), ['JAILED critical']],
  ['in jail, the term over this second', validator({ inJail: true, jailExpiresAtSec: nowSec }), ['JAIL_OVER warning']],
  ['one miss before the last', validator({ noSubmissionCount: 1 }), []],
  ['one miss left', validator({ noSubmissionCount: 2 }), ['ONE_MISS_LEFT critical']],
  [
    'misses do not count in jail',
    validator({ noSubmissionCount: 2, inJail: true, jailExpiresAtSec: nowSec + 9 }),
    ['JAILED critical']
  ],
  ['the app submits', seen({ next: mine }), []],
  ['the Ledger is wanted', seen({ next: { ...mine, byDevice: true } }), ['SIGNATURE_WANTED critical']],
  [
    'the Ledger is wanted, late',
    seen({ next: { ...mine, round: 'public', deadlineSec: null, byDevice: true } }),
    ['SIGNATURE_WANTED warning']
  ],
  [
    'signed on the Ledger',
    seen({ next: { ...mine, byDevice: true, kind: 'wait', reason: 'SUBMISSION_PENDING', untilSec: null } }),
    []
  ],
  [
    'round missed',
    worldDouble({ events: [stamped({ type: 'round.missed', outputIndex: 7n, missed: 1 })] }),
    ['PRIORITY_ROUND_MISSED warning']
  ],
  [
    'challenged, my turn',
    challenged(challengeDouble()),
    ['CHALLENGE_AGAINST_ME critical', 'CHALLENGE_MY_TURN warning']
  ],
  [
    'challenged, their turn',
    challenged(challengeDouble({ whoseMove: 'challenger' })),
    ['CHALLENGE_AGAINST_ME critical']
  ],
  [
    'I challenge, my turn',
    challenged(challengeDouble({ role: 'challenger', whoseMove: 'challenger' })),
    ['CHALLENGE_MY_TURN warning']
  ],
  ['I challenge, their turn', challenged(challengeDouble({ role: 'challenger' })), []],
  ['I look on', challenged(challengeDouble({ role: 'watcher' })), []],
  [
    'a second before half-time',
    challenged(
      challengeDouble({
        role: 'challenger',
        whoseMove: 'challenger',
        turnFromSec: nowSec - 99,
        timeoutAtSec: nowSec + 101
      })
    ),
    ['CHALLENGE_MY_TURN warning']
  ],
  [
    'half-time',
    challenged(
      challengeDouble({
        role: 'challenger',
        whoseMove: 'challenger',
        turnFromSec: nowSec - 100,
        timeoutAtSec: nowSec + 100
      })
    ),
    ['CHALLENGE_MY_TURN warning', 'CHALLENGE_HALF_TIME critical']
  ],
  [
    'nothing can be sent',
    challenged(challengeDouble({ role: 'challenger', whoseMove: 'challenger', next: alertDecision })),
    ['CHALLENGE_MY_TURN warning', 'CHALLENGE_STUCK critical']
  ],
  [
    'a challenge cannot be created',
    worldDouble({
      events: [
        stamped({
          type: 'challenge.alert',
          outputIndex: 7n,
          challenger: null,
          rule: 'CANNOT_CREATE',
          message: 'No bond.'
        })
      ]
    }),
    ['CHALLENGE_STUCK critical']
  ],
  [
    'proven as challenger',
    challenged(endedDouble({ role: 'challenger', outcome: 'proven' })),
    ['CHALLENGE_WON notice']
  ],
  ['proven as asserter', challenged(endedDouble({ outcome: 'proven' })), ['CHALLENGE_LOST critical']],
  ['they were late', challenged(endedDouble({ outcome: 'challenger-timed-out' })), ['CHALLENGE_WON notice']],
  [
    'I was late',
    challenged(endedDouble({ role: 'challenger', outcome: 'challenger-timed-out' })),
    ['CHALLENGE_LOST critical']
  ],
  ['cancelled', challenged(endedDouble({ outcome: 'cancelled' })), ['CHALLENGE_CANCELLED notice']],
  ['dismissed', challenged(endedDouble({ outcome: 'dismissed' })), ['CHALLENGE_DISMISSED notice']],
  [
    'my output deleted by the council',
    challenged(endedDouble({ outcome: 'force-deleted' })),
    ['CHALLENGE_LOST critical']
  ],
  [
    'theirs deleted',
    challenged(endedDouble({ role: 'challenger', outcome: 'force-deleted' })),
    ['CHALLENGE_CANCELLED notice']
  ],
  ['finalized', challenged(endedDouble({ outcome: 'finalized' })), []],
  ['ended a day ago', challenged(endedDouble({ outcome: 'proven' }, day)), []],
  [
    'ended a day ago but a second',
    challenged(endedDouble({ outcome: 'proven' }, day - 1)),
    ['CHALLENGE_LOST critical']
  ],
  ['a wrong output', seen({ outputs: [outputDouble()] }), ['INVALID_OUTPUT critical']],
  ['a wrong output of mine', seen({ outputs: [outputDouble({ mine: true })] }), ['INVALID_OUTPUT critical']],
  ['a wrong output that is gone', seen({ outputs: [outputDouble({ deleted: true })] }), []],
  [
    'one output told twice',
    { ...seen({ outputs: [outputDouble()], health: [health('INVALID_OUTPUT', { subject: 'output 7' })] }) },
    ['INVALID_OUTPUT critical']
  ],
  ['an older wrong output', ill(['INVALID_OUTPUT', { subject: 'output 3' }]), ['INVALID_OUTPUT critical']],
  ['submission reverted', failedTx('TX_REVERTED'), ['SUBMISSION_FAILED warning']],
  ['submission not wanted any more', failedTx('NO_LONGER_WANTED'), []],
  ['another transaction failed', failedTx('TX_REVERTED', 'bisect:7:0x22:3'), []],
  ['at the fee cap', seen({ pending: [pendingDouble()] }), ['TX_AT_FEE_CAP critical']],
  ['an action at the fee cap', seen({ pending: [pendingDouble({ lane: 'operator' })] }), ['TX_AT_FEE_CAP warning']],
  ['pending below the cap', seen({ pending: [pendingDouble({ atFeeCap: false })] }), []],
  ['foreign transaction', ill(['SIGNING_PAUSED']), ['FOREIGN_TRANSACTION critical']],
  [
    'a second source that confirms nothing',
    ill(['SECOND_SOURCE_SILENT', { severity: 'warning' }]),
    ['RPC_DOWN warning']
  ],
  ['endpoint down', ill(['RPC_DOWN', { severity: 'warning' }]), ['RPC_DOWN warning']],
  ['node silent', ill(['NODE_UNREACHABLE']), ['RPC_DOWN critical']],
  ['endpoint slow', ill(['RPC_DEGRADED', { severity: 'notice' }]), []],
  ['no blocks', ill(['CHAIN_STALE']), ['RPC_BEHIND critical']],
  ['node behind', ill(['NODE_BEHIND', { severity: 'warning' }]), ['RPC_BEHIND warning']],
  ['nodes disagree', ill(['SOURCES_DISAGREE']), ['RPC_LYING critical']],
  ['wrong chain', gate('L1_WRONG_CHAIN'), ['WRONG_CHAIN critical', 'ENGINE_FAILED critical']],
  ['no endpoint at the start', gate('ROLLUP_UNREACHABLE'), ['RPC_DOWN critical', 'ENGINE_FAILED critical']],
  ['ETH low', ill(['LOW_ETH', { severity: 'warning' }]), ['LOW_ETH warning']],
  ['ETH nearly gone', ill(['LOW_ETH']), ['LOW_ETH critical']],
  ['ETH at my limit', limit(0.5, kro / 2n), []],
  ['ETH below my limit', limit(0.5, kro / 2n - 1n), ['LOW_ETH warning']],
  ['bond short', ill(['BOND_SHORT', { severity: 'warning' }]), ['BOND_TOO_SMALL warning']],
  ['prover off, no dispute', ill(['PROVER_UNREACHABLE', { severity: 'notice', subject: 'zkEVM' }]), []],
  ['prover ill, no dispute', ill(['PROVER_BAD_ANSWER', { severity: 'warning' }]), ['PROVER_UNREACHABLE warning']],
  [
    'prover off in a dispute',
    seen({
      health: [health('PROVER_TIMEOUT', { severity: 'notice' })],
      challenges: [challengeDouble({ role: 'challenger' })]
    }),
    ['PROVER_UNREACHABLE critical']
  ],
  ['machine that runs for somebody else', cloud(orphan), ['EC2_LEFT_RUNNING warning']],
  [
    'machine that has run so for six hours',
    cloud({ ...orphan, sinceMs: nowMs - 6 * 3_600_000 }),
    ['EC2_LEFT_RUNNING critical']
  ],
  ['earlier machine', cloud({ kind: 'other-instance', instance: 'i-old' }), ['EC2_LEFT_RUNNING critical']],
  ['stop refused', cloud({ ...failing, long: false }), ['EC2_STOP_FAILING warning']],
  ['stop refused for long', cloud({ ...failing, long: true }), ['EC2_STOP_FAILING critical']],
  ['stop without effect', cloud({ ...failing, code: null, remedy: null, long: true }), ['EC2_STOP_FAILING critical']],
  ['cap near', cloud({ kind: 'cap-near', period: 'day', ...cap }), ['EC2_CAP_NEAR warning']],
  ['cap reached', cloud({ kind: 'cap-reached', period: 'month', ...cap }), ['EC2_COST_CAP critical']],
  [
    'key that may too much and too little',
    cloud({ kind: 'key-too-little', what: 'stop' }, { kind: 'key-too-much', what: 'runNew' }),
    ['EC2_KEY_RIGHTS critical', 'EC2_KEY_RIGHTS warning']
  ],
  ['machine without a word against it', cloud(), []],
  ['commission a second early', facts({ commissionReadyAtSec: nowSec + 1 }), []],
  ['commission ready', facts({ commissionReadyAtSec: nowSec }), ['COMMISSION_READY notice']],
  ['withdrawal a second early', validator({ canWithdrawAtSec: nowSec + 1 }), []],
  ['withdrawal possible', validator({ canWithdrawAtSec: nowSec }), ['WITHDRAW_POSSIBLE notice']],
  ['nothing to withdraw', validator({ canWithdrawAtSec: nowSec, freeKroWei: 0n }), []],
  ['withdrawal possible since yesterday', validator({ canWithdrawAtSec: nowSec - day }), []],
  ['requests near the day’s limit', ill(['RPC_BUDGET', { severity: 'warning' }]), ['RPC_BUDGET warning']],
  ['clock off', ill(['CLOCK_SKEW', { severity: 'warning' }]), ['CLOCK_SKEW warning']],
  ['asleep for less than the limit', asleepFor(5 * 60_000 - 1), []],
  ['asleep', asleepFor(5 * 60_000), ['APP_ASLEEP warning']],
  ['paused for less than the limit', stoppedFor(600_000 - 1), []],
  ['paused', stoppedFor(600_000), ['ENGINE_STOPPED warning']],
  ['starting', seen({ state: 'starting' }), []],
  ['failed', seen({ state: 'failed', stateReason: 'No key.' }), ['ENGINE_FAILED critical']]
]

describe('alert rules', () => {
  it.each(cases)('%s', (_, world, expected) => expect(told(world)).toEqual(expected))

  it('cover every code, each by one rule', () => {
    expect(allRules.flatMap(({ codes }) => codes).toSorted()).toEqual([...alertCodes].toSorted())
    const raised = new Set(cases.flatMap(([, , expected]) => expected.map((line) => line.split(' ')[0])))
    expect([...raised].toSorted()).toEqual([...alertCodes].toSorted())
  })

  it('say nothing about a machine of which nothing is known', () => {
    const world = worldDouble({ facts: { commissionReadyAtSec: null } })
    expect(cloudRule.judge(world)).toEqual({ complete: false })
  })

  it('raise only their own codes', () => {
    for (const [, world] of cases)
      for (const { codes, judge } of allRules) {
        const { holds = [], happened = [] } = judge(world)
        for (const { code } of [...holds, ...happened]) expect(codes).toContain(code)
      }
  })

  it.each([
    ['stopped', { state: 'stopped' }],
    ['before the first head', { state: 'starting', chain: null, validator: null }]
  ] as const)('%s: take nothing back that they cannot see', (_, over) => {
    const world = { ...seen(over), ...('chain' in over && { chainNowSec: null }) }
    const speaking = allRules.filter(({ judge }) => {
      const { holds, complete = true } = judge(world)
      return holds !== undefined && complete
    })
    const may = new Set([
      'ENGINE_STOPPED',
      'EC2_LEFT_RUNNING',
      'COMMISSION_READY',
      'JAILED',
      'ONE_MISS_LEFT',
      'WITHDRAW_POSSIBLE'
    ])
    expect(speaking.map(({ codes }) => codes[0]).filter((code) => !may.has(code ?? ''))).toEqual([])
  })

  it('say until when a signature helps', () => {
    const [wanted] = findings(seen({ next: { ...mine, byDevice: true } }))
    expect(wanted?.title).toBe('Sign output 7 on your Ledger')
    expect(wanted?.body).toMatch(/yours until \d{4}-\d\d-\d\d \d\d:\d\d UTC, in 1 min/)
    expect(wanted?.screen).toBe('overview')
  })

  it('say when jail ends and what to do', () => {
    const [jailed] = findings(validator({ inJail: true, jailExpiresAtSec: nowSec + 2 * day }))
    expect(jailed?.body).toContain(new Date((nowSec + 2 * day) * 1000).toISOString().slice(0, 10))
    expect(jailed?.body).toMatch(/in 2 d 0 h.*unjail it on the Stake screen/)
    expect(jailed?.screen).toBe('stake')
  })

  it('say that a failed submission is over when the output is there', () => {
    const submitted = stamped({
      type: 'output.submitted',
      outputIndex: 7n,
      l2BlockNumber: 1n,
      outputRoot: '0x00',
      txHash: '0x00',
      submitter: other,
      mine: false
    })
    const over = allRules.flatMap(({ judge }) => judge(worldDouble({ events: [submitted] })).over ?? [])
    expect(over).toEqual([{ code: 'SUBMISSION_FAILED', id: '7' }])
  })

  it('let no text from outside be more than one line of text', () => {
    const evil = 'a\u0000b\r\nc\u202e https://key@host/secret <script>alert(1)</script>'
    const worlds = [
      worldDouble({ events: [stamped({ type: 'tx.failed', purpose: 'submit-output:1', code: 'X', message: evil })] }),
      worldDouble({
        events: [
          stamped({ type: 'challenge.alert', outputIndex: 1n, challenger: null, rule: 'CANNOT_CREATE', message: evil })
        ]
      }),
      ill(
        ['RPC_DOWN', { message: evil, subject: evil }],
        ['SIGNING_PAUSED', { message: evil }],
        ['PROVER_TIMEOUT', { message: evil, subject: evil }]
      ),
      seen({ state: 'failed', stateReason: evil }),
      seen({ pending: [pendingDouble({ purpose: evil })] }),
      cloud({ kind: 'other-instance', instance: evil }),
      cloud({ ...failing, remedy: evil, long: true })
    ]
    const all = worlds.flatMap(findings)
    expect(all.length).toBeGreaterThanOrEqual(8)
    for (const { title, body, subject } of all) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(`${title}${body}${subject}`).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/)
      expect(body).not.toContain('secret')
    }
  })
})
