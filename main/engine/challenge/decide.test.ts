import { describe, expect, it } from 'vitest'
import type { ChallengeDecision, ChallengeRole, ChallengeStatus } from '../../../shared/domain/challenge.ts'
import { challengeRules, challengeStatuses } from '../../../shared/domain/challenge.ts'
import { challengeRuleTexts } from '../../../shared/domain/challenge-rule-texts.ts'
import { decideChallenge, nextCut, rootsWanted } from './decide.ts'
import { claimedRoot, deletedRoot, examplePolicy, exampleView, games, trueRoot } from './testing/example-view.ts'
import type { ChallengePolicy, ChallengeView, Game } from './view.ts'

const nowSec = 11_000
const said = (d: ChallengeDecision): string => (d.kind === 'act' ? `${d.action} ${d.rule}` : `${d.kind} ${d.rule}`)
const decide = (view: ChallengeView, policy: Partial<ChallengePolicy> = {}, atSec = nowSec): ChallengeDecision =>
  decideChallenge({ view, nowSec: atSec, policy: { ...examplePolicy, ...policy } })
const gameOf = (status: ChallengeStatus): Game => {
  const game = games[status]
  if (!game) throw new Error('no game')
  return game
}

const collect = 'challenger-timeout CHALLENGER_LATE_COLLECT'
const cancel = 'cancel OUTPUT_DELETED_CANCEL'
const bisect = 'bisect MY_TURN_TO_BISECT'
const over = ['wait GAME_OVER', 'wait GAME_OVER', 'wait GAME_OVER', 'wait GAME_OVER'] as const
const notMine = ['wait NOT_MY_GAME', 'wait NOT_MY_GAME', 'wait NOT_MY_GAME', 'wait NOT_MY_GAME'] as const

/** Per role and status: as it is, deleted, final, deleted and final. */
const table: Record<ChallengeRole, Record<ChallengeStatus, readonly [string, string, string, string]>> = {
  challenger: {
    NONE: over,
    CHALLENGER_TURN: [bisect, cancel, 'alert OUTPUT_FINALIZED', cancel],
    ASSERTER_TURN: ['wait THEIR_TURN', cancel, 'alert OUTPUT_FINALIZED', cancel],
    CHALLENGER_TIMEOUT: ['alert TOO_LATE', 'alert TOO_LATE', 'alert TOO_LATE', 'alert TOO_LATE'],
    ASSERTER_TIMEOUT: ['prove ASSERTER_LATE_PROVE_FIRST_BLOCK', cancel, 'alert OUTPUT_FINALIZED', cancel],
    READY_TO_PROVE: ['prove READY_TO_PROVE', cancel, 'alert OUTPUT_FINALIZED', cancel]
  },
  asserter: {
    NONE: over,
    CHALLENGER_TURN: ['wait THEIR_TURN', 'wait OUTPUT_DELETED', 'wait OUTPUT_FINALIZED', 'wait OUTPUT_DELETED'],
    ASSERTER_TURN: [bisect, 'wait OUTPUT_DELETED', 'wait OUTPUT_FINALIZED', 'wait OUTPUT_DELETED'],
    CHALLENGER_TIMEOUT: [collect, 'wait OUTPUT_DELETED', collect, 'wait OUTPUT_DELETED'],
    ASSERTER_TIMEOUT: ['alert TOO_LATE', 'wait OUTPUT_DELETED', 'wait OUTPUT_FINALIZED', 'wait OUTPUT_DELETED'],
    READY_TO_PROVE: ['wait THEIR_TURN', 'wait OUTPUT_DELETED', 'wait OUTPUT_FINALIZED', 'wait OUTPUT_DELETED']
  },
  watcher: {
    NONE: over,
    CHALLENGER_TURN: notMine,
    ASSERTER_TURN: notMine,
    CHALLENGER_TIMEOUT: notMine,
    ASSERTER_TIMEOUT: notMine,
    READY_TO_PROVE: notMine
  }
}

const worlds = [
  { deleted: false, final: false },
  { deleted: true, final: false },
  { deleted: false, final: true },
  { deleted: true, final: true }
]
const cells = (['challenger', 'asserter', 'watcher'] as const).flatMap((role) =>
  challengeStatuses.flatMap((status) =>
    worlds.flatMap((world, i) =>
      [true, false].map((enabled) => ({ role, status, ...world, enabled, expected: table[role][status][i] ?? '' }))
    )
  )
)

function viewOf({ role, status, deleted, final }: (typeof cells)[number]): ChallengeView {
  const view = exampleView(status, role)
  const output = { ...view.output, root: deleted ? deletedRoot : view.output.root }
  return { ...view, output, terms: { ...view.terms, finalizationPeriodSec: final ? 1_000 : 10_000 } }
}

describe('every cell of status, role, deletion, finality and role switch', () => {
  it.each(cells)('$role, $status, deleted $deleted, final $final, enabled $enabled: $expected', (cell) => {
    const { expected, enabled } = cell
    const found = decide(viewOf(cell), { submitter: enabled, challenger: enabled })
    const moves = !/^(wait|alert)/.test(expected)
    expect(said(found)).toBe(moves && !enabled ? 'alert ROLE_OFF' : expected)
    expect(challengeRuleTexts[found.rule]).toMatch(/\.$/)
    expect(found.nextLookAtSec).toBeGreaterThan(nowSec)
    expect(found.nextLookAtSec).toBeLessThanOrEqual(nowSec + examplePolicy.safetyLookSec)
  })

  it('has a reason in words for every rule', () => {
    expect(Object.keys(challengeRuleTexts).sort()).toEqual([...challengeRules].sort())
  })
})

describe('moves', () => {
  it('a bisection names the last agreed root and both times', () => {
    expect(decide(exampleView('ASSERTER_TURN', 'asserter'))).toEqual({
      kind: 'act',
      rule: 'MY_TURN_TO_BISECT',
      action: 'bisect',
      pos: 2,
      proof: null,
      deadlineSec: 11_600,
      nextLookAtSec: 11_300,
      detail: null
    })
    expect(decide(exampleView('CHALLENGER_TURN', 'challenger'))).toMatchObject({ action: 'bisect', pos: 0 })
  })

  it('a proof is of the block after the last agreed one, by the prover of its time', () => {
    const view = exampleView('READY_TO_PROVE', 'challenger')
    expect(decide(view)).toMatchObject({ pos: 0, proof: { kind: 'zkevm', targetBlock: 97n }, deadlineSec: 12_200 })
    const forked = { ...view, schedule: { ...view.schedule, kromaMptTimeSec: 5_097 } }
    expect(decide(forked)).toMatchObject({ proof: { kind: 'zkvm', targetBlock: 97n } })
    const before = { ...view, schedule: { ...view.schedule, kromaMptTimeSec: 5_098 } }
    expect(decide(before)).toMatchObject({ proof: { kind: 'zkevm' } })
    expect(decide({ ...view, schedule: { ...view.schedule, kromaMptTimeSec: null } })).toMatchObject({
      proof: { kind: 'zkevm' }
    })
  })

  it('an asserter that is late is beaten on the first block of the range, until the proving time ends', () => {
    const found = decide(exampleView('ASSERTER_TIMEOUT', 'challenger'))
    expect(found).toMatchObject({ pos: 0, proof: { kind: 'zkevm', targetBlock: 81n }, deadlineSec: 12_100 })
  })

  it('cancelling stands until the own time-out: in the asserter’s turn that is a proving time later', () => {
    const deleted = (view: ChallengeView) => ({ ...view, output: { ...view.output, root: deletedRoot } })
    expect(decide(deleted(exampleView('ASSERTER_TURN', 'challenger')))).toMatchObject({ deadlineSec: 12_800 })
    const mine = deleted(exampleView('CHALLENGER_TURN', 'challenger'))
    expect(decide(mine)).toMatchObject({ deadlineSec: 11_600 })
    expect(said(decide({ ...mine, readAtSec: 11_588 }))).toBe(cancel)
    expect(said(decide({ ...mine, readAtSec: 11_589 }))).toBe('alert TOO_LATE')
  })

  it('others close a lost game when they are told to', () => {
    const view = exampleView('CHALLENGER_TIMEOUT', 'watcher')
    const off = { closeForOthers: true, submitter: false, challenger: false }
    expect(said(decide(view, off))).toBe(collect)
    expect(said(decide({ ...view, output: { ...view.output, root: deletedRoot } }, off))).toBe('wait NOT_MY_GAME')
  })
})

describe('deadlines', () => {
  const view = exampleView('CHALLENGER_TURN', 'challenger')
  const at = (readAtSec: number, atSec: number) => said(decide({ ...view, readAtSec }, {}, atSec))

  it('include the second of timeoutAt', () => {
    expect(at(11_580, 11_600)).toBe(bisect)
    expect(at(11_580, 11_601)).toBe('wait DEADLINE_PASSING')
  })

  it('do not count when no block can come in time', () => {
    expect(at(11_588, 11_589)).toBe(bisect)
    expect(at(11_589, 11_590)).toBe('wait DEADLINE_PASSING')
  })

  it('a look one second later follows a deadline that passes', () => {
    expect(decide({ ...view, readAtSec: 11_589 }, {}, 11_590)).toMatchObject({
      nextLookAtSec: 11_591,
      untilSec: 11_591
    })
  })

  it('pass for the asserter, and for a proof, in the same way', () => {
    const mine = exampleView('ASSERTER_TURN', 'asserter')
    expect(said(decide({ ...mine, readAtSec: 11_600 }))).toBe('wait DEADLINE_PASSING')
    const late = exampleView('ASSERTER_TIMEOUT', 'challenger')
    expect(said(decide({ ...late, readAtSec: 12_088 }))).toBe('prove ASSERTER_LATE_PROVE_FIRST_BLOCK')
    expect(said(decide({ ...late, readAtSec: 12_089 }))).toBe('wait DEADLINE_PASSING')
    const ready = exampleView('READY_TO_PROVE', 'challenger')
    expect(said(decide({ ...ready, readAtSec: 12_188 }))).toBe('prove READY_TO_PROVE')
    expect(said(decide({ ...ready, readAtSec: 12_189 }))).toBe('wait DEADLINE_PASSING')
  })

  it('end a second before finality', () => {
    const terms = { ...view.terms, finalizationPeriodSec: 1_100 }
    expect(decide({ ...view, terms })).toMatchObject({ action: 'bisect', deadlineSec: 11_099 })
    expect(said(decide({ ...view, terms, readAtSec: 11_087 }))).toBe(bisect)
    expect(said(decide({ ...view, terms, readAtSec: 11_088 }))).toBe('alert OUTPUT_FINALIZED')
  })

  it('the looker comes back when the other side’s time is over, but never later than the safety interval', () => {
    const theirs = exampleView('ASSERTER_TURN', 'challenger')
    expect(decide(theirs)).toMatchObject({ untilSec: 11_601, nextLookAtSec: 11_300 })
    expect(decide(theirs, {}, 11_500)).toMatchObject({ untilSec: 11_601, nextLookAtSec: 11_601 })
  })
})

describe('what keeps the hands still', () => {
  const view = exampleView('CHALLENGER_TURN', 'challenger')
  const refusal = { code: 'CONTRACT_REVERT', message: 'no', retryAtSec: 11_008, times: 2 }

  it.each([
    [{ canSign: false }, 'alert NO_KEY', null],
    [{ signingPaused: true }, 'alert SIGNING_PAUSED', null],
    [{ pending: true }, 'wait MOVE_PENDING', null],
    [{ refusal }, 'wait MOVE_REFUSED', 'CONTRACT_REVERT: no'],
    [{ refusal: { ...refusal, times: 3 } }, 'alert MOVE_REFUSED', 'CONTRACT_REVERT: no']
  ] as const)('%o: %s', (own, expected, detail) => {
    const found = decide({ ...view, ...own })
    expect(said(found)).toBe(expected)
    expect(found).toMatchObject({ deadlineSec: 11_600, detail })
    expect(rootsWanted({ view: { ...view, ...own }, nowSec, policy: examplePolicy })).toBeNull()
  })

  it('a refusal is over when its pause is', () => {
    expect(decide({ ...view, refusal })).toMatchObject({ nextLookAtSec: 11_008, untilSec: 11_008 })
    expect(said(decide({ ...view, refusal }, {}, 11_008))).toBe(bisect)
  })
})

describe('the own node', () => {
  const view = exampleView('CHALLENGER_TURN', 'challenger')
  const known = { kind: 'known', current: [], next: null, disagreement: null } as const
  const at = (blocks: bigint[], root = trueRoot) => blocks.map(root)
  const cut = [96n, 100n, 104n]

  it.each([
    ['does not answer', { kind: 'unavailable', message: 'RPC_TIMEOUT' }, 'ROOTS_UNAVAILABLE', 'RPC_TIMEOUT'],
    ['was not asked', { kind: 'not-asked' }, 'ROOTS_UNAVAILABLE', 'not asked'],
    ['gives no next cut', { ...known, current: at(cut) }, 'ROOTS_UNAVAILABLE', 'the next cut'],
    ['is contradicted', { ...known, current: at(cut), disagreement: 'block 97' }, 'SOURCES_DISAGREE', 'block 97'],
    ['agrees with all', { ...known, current: at(cut, claimedRoot) }, 'NO_SEGMENT_DIFFERS', null],
    ['agrees with none', { ...known, current: at([1n, 2n, 3n]) }, 'FIRST_SEGMENT_DIFFERS', 'block 96'],
    [
      'changes its mind about the agreed root',
      { ...known, current: at(cut), next: at([1n, 98n, 100n]) },
      'SOURCES_DISAGREE',
      'the own node gave two roots for one block'
    ],
    [
      'changes its mind about the disputed root',
      { ...known, current: at(cut), next: [trueRoot(96n), trueRoot(98n), claimedRoot(100n)] },
      'SOURCES_DISAGREE',
      'the own node gave two roots for one block'
    ]
  ] as const)('that %s sends nothing', (_, own, rule, detail) => {
    const found = decide({ ...view, own })
    expect(found).toMatchObject({ kind: 'alert', rule, detail, deadlineSec: 11_600, nextLookAtSec: 11_015 })
  })

  describe('that is contradicted, near the deadline', () => {
    const last = 11_600 - examplePolicy.insistSec
    const contradicted = { ...known, current: at(cut), next: at([96n, 98n, 100n]), disagreement: 'block 97' } as const

    it.each([
      [last - 1, { kind: 'alert', rule: 'SOURCES_DISAGREE', detail: 'block 97' }],
      [last, { kind: 'act', action: 'bisect', detail: 'in spite of a contradiction: block 97' }]
    ])('at %d', (nowSec, expected) => {
      const readAtSec = nowSec
      const found = decideChallenge({ view: { ...view, readAtSec, own: contradicted }, nowSec, policy: examplePolicy })
      expect(found).toMatchObject(expected)
    })

    it('still sends nothing that would not stand', () => {
      const own = { ...contradicted, current: at(cut, claimedRoot) }
      const found = decideChallenge({ view: { ...view, readAtSec: last, own }, nowSec: last, policy: examplePolicy })
      expect(found).toMatchObject({ kind: 'alert', rule: 'NO_SEGMENT_DIFFERS' })
    })
  })

  it('is asked for the blocks of the game, then for those of the next cut', () => {
    const input = { view, nowSec, policy: examplePolicy }
    expect(rootsWanted(input)).toEqual(cut)
    expect(nextCut(input, at(cut))).toEqual([96n, 98n, 100n])
    expect(nextCut(input, at(cut, claimedRoot))).toBeNull()
    expect(rootsWanted({ ...input, view: exampleView('ASSERTER_TIMEOUT', 'challenger') })).toEqual([80n, 81n])
    expect(rootsWanted({ ...input, view: exampleView('READY_TO_PROVE', 'challenger') })).toEqual([96n, 97n, 98n])
    expect(nextCut({ ...input, view: exampleView('READY_TO_PROVE', 'challenger') }, at([96n]))).toBeNull()
    expect(nextCut({ ...input, view: exampleView('ASSERTER_TURN', 'challenger') }, at([96n]))).toBeNull()
  })

  it('is left alone when no move is ours', () => {
    const deleted = { ...view, output: { ...view.output, root: deletedRoot } }
    for (const quiet of [
      exampleView('ASSERTER_TURN', 'challenger'),
      exampleView('CHALLENGER_TURN', 'asserter'),
      deleted
    ])
      expect(rootsWanted({ view: quiet, nowSec, policy: examplePolicy })).toBeNull()
  })

  it('differing at the very first disputed root stops the short proof too', () => {
    const late = exampleView('ASSERTER_TIMEOUT', 'challenger')
    const found = decide({ ...late, own: { ...known, current: at([1n, 2n]) } })
    expect(found).toMatchObject({ kind: 'alert', rule: 'FIRST_SEGMENT_DIFFERS', detail: 'block 80' })
  })

  it.each([
    ['another number of hashes', 'CHALLENGER_TURN', { segments: [trueRoot(96n)] }],
    ['a turn that the contract does not have', 'CHALLENGER_TURN', { turn: 9 }],
    ['a range that does not divide', 'CHALLENGER_TURN', { segSize: 7n }],
    ['an empty range', 'READY_TO_PROVE', { segSize: 0n }],
    ['no further turn to make', 'CHALLENGER_TURN', { turn: 4 }]
  ] as const)('is of no use for a game with %s', (_, status, change) => {
    const strange = { ...exampleView(status, 'challenger'), game: { ...gameOf(status), ...change } }
    expect(decide(strange)).toMatchObject({ kind: 'alert', rule: 'SEGMENTS_UNEXPLAINED' })
    expect(rootsWanted({ view: strange, nowSec, policy: examplePolicy })).toBeNull()
    expect(nextCut({ view: strange, nowSec, policy: examplePolicy }, [])).toBeNull()
  })

  it('is of no use where a turn takes a single hash', () => {
    const lengths = (segmentsLengths: [number, ...number[]]) => ({ ...view.terms, segmentsLengths })
    const strange = { ...view, terms: lengths([6, 1, 3, 3]) }
    expect(decide(strange)).toMatchObject({ rule: 'SEGMENTS_UNEXPLAINED' })
    const uneven = { ...view, terms: lengths([6, 3, 4, 3]) }
    expect(decide(uneven)).toMatchObject({ rule: 'SEGMENTS_UNEXPLAINED' })
  })
})

describe('proofs', () => {
  const view = exampleView('READY_TO_PROVE', 'challenger')
  const step = { kind: 'zkevm', targetBlock: 97n } as const
  const withProof = (proof: Partial<NonNullable<ChallengeView['proof']>>): ChallengeView => ({
    ...view,
    proof: { ...step, state: 'running', message: null, retryAtSec: null, ...proof }
  })

  it('are not asked of a prover that is not there', () => {
    const found = decide(view, { provers: { zkevm: false, zkvm: true } })
    expect(found).toMatchObject({ kind: 'alert', rule: 'PROVER_MISSING', detail: 'zkevm proof of block 97' })
  })

  it('are not asked for twice', () => {
    expect(decide(withProof({}))).toMatchObject({
      kind: 'wait',
      rule: 'PROOF_RUNNING',
      deadlineSec: 12_200,
      detail: 'zkevm proof of block 97'
    })
    expect(decide(withProof({ message: 'witness' }))).toMatchObject({ detail: 'witness' })
  })

  it('that are ready are sent', () => {
    expect(said(decide(withProof({ state: 'ready' })))).toBe('prove READY_TO_PROVE')
  })

  it('of another step or kind are no proofs of this one', () => {
    expect(said(decide(withProof({ targetBlock: 96n })))).toBe('prove READY_TO_PROVE')
    expect(said(decide(withProof({ kind: 'zkvm' })))).toBe('prove READY_TO_PROVE')
  })

  it('that failed are an alert until they are worth another try', () => {
    const failed = withProof({ state: 'failed', retryAtSec: 11_005, message: 'Failed' })
    expect(decide(failed)).toMatchObject({
      kind: 'alert',
      rule: 'PROOF_FAILED',
      detail: 'Failed',
      nextLookAtSec: 11_005
    })
    expect(said(decide(failed, {}, 11_005))).toBe('prove READY_TO_PROVE')
    const forGood = decide(withProof({ state: 'failed' }))
    expect(forGood).toMatchObject({ kind: 'alert', rule: 'PROOF_FAILED', detail: 'zkevm proof of block 97' })
  })
})
