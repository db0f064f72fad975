import { describe, expect, it } from 'vitest'
import { challengeStatuses } from '../../../shared/domain/challenge.ts'
import { validatorStatuses } from '../../../shared/domain/validator.ts'
import { decideOutput, rootsForCreation } from './decide-output.ts'
import { challenger, claimedRoot, deletedRoot, exampleOutput, examplePolicy, trueRoot } from './testing/example-view.ts'
import type { ChallengePolicy, OutputView } from './view.ts'

const nowSec = 11_000
const decide = (change: Partial<OutputView> = {}, policy: Partial<ChallengePolicy> = {}, atSec = nowSec) =>
  decideOutput({ view: { ...exampleOutput, ...change }, nowSec: atSec, policy: { ...examplePolicy, ...policy } })
const wanted = (change: Partial<OutputView> = {}) =>
  rootsForCreation({ view: { ...exampleOutput, ...change }, nowSec, policy: examplePolicy })
const blocks = [80n, 88n, 96n, 104n, 112n, 120n]

describe('decideOutput', () => {
  it('challenges a wrong output', () => {
    expect(decide()).toEqual({
      kind: 'act',
      rule: 'OUTPUT_IS_WRONG',
      action: 'create',
      pos: null,
      proof: null,
      deadlineSec: 17_200,
      nextLookAtSec: 11_300,
      detail: null
    })
    expect(wanted()).toEqual(blocks)
  })

  const { output, previous, validator, terms } = exampleOutput
  it.each([
    ['deleted', { output: { ...output, root: deletedRoot } }, 'wait', 'OUTPUT_DELETED'],
    ['its own', { output: { ...output, submitter: challenger } }, 'alert', 'OUTPUT_IS_MINE'],
    ['the first of all', { previous: null }, 'wait', 'CANNOT_CREATE'],
    ['the first after the fork', { terms: { ...terms, mptFirstOutputIndex: 3n } }, 'wait', 'CANNOT_CREATE'],
    ['lost to a time-out before', { lostBefore: true }, 'wait', 'OWN_TIMEOUT_NEVER_AGAIN'],
    ['dismissed by the council before', { dismissed: true }, 'alert', 'COUNCIL_DISMISSED'],
    ['to be challenged in jail', { validator: { ...validator, inJail: true } }, 'alert', 'CANNOT_CREATE'],
    [
      'to be challenged without the bond',
      { validator: { ...validator, freeKroWei: 4_999n } },
      'alert',
      'BOND_TOO_SMALL'
    ],
    ['to be challenged without the key', { canSign: false }, 'alert', 'NO_KEY'],
    ['to be challenged while signing is paused', { signingPaused: true }, 'alert', 'SIGNING_PAUSED'],
    ['being challenged', { pending: true }, 'wait', 'MOVE_PENDING'],
    ['refused just now', { refusal: { code: 'X', message: 'y', retryAtSec: 11_002, times: 1 } }, 'wait', 'MOVE_REFUSED']
  ] as const)('leaves an output that is %s', (_, change, kind, rule) => {
    expect(decide(change)).toMatchObject({ kind, rule })
    expect(wanted(change)).toBeNull()
  })

  it('challenges as ACTIVE only', () => {
    for (const status of validatorStatuses) {
      const found = decide({ validator: { ...validator, status } })
      expect(found.rule).toBe(status === 'ACTIVE' ? 'OUTPUT_IS_WRONG' : 'CANNOT_CREATE')
    }
  })

  it('never challenges twice, and never on top of an own time-out', () => {
    for (const ownStatus of challengeStatuses) {
      const rule =
        ownStatus === 'NONE'
          ? 'OUTPUT_IS_WRONG'
          : ownStatus === 'CHALLENGER_TIMEOUT'
            ? 'OWN_TIMEOUT_NEVER_AGAIN'
            : 'GAME_IS_ON'
      expect(decide({ ownStatus }).rule).toBe(rule)
    }
  })

  it('does nothing with the role off', () => {
    expect(decide({}, { challenger: false })).toMatchObject({ kind: 'wait', rule: 'ROLE_OFF' })
  })

  it('uses the creation window to its last second', () => {
    expect(decide({ readAtSec: 17_188 }, {}, 17_200).rule).toBe('OUTPUT_IS_WRONG')
    expect(decide({ readAtSec: 17_188 }, {}, 17_201).rule).toBe('CREATION_WINDOW_OVER')
    expect(decide({ readAtSec: 17_189 }, {}, 17_190).rule).toBe('CREATION_WINDOW_OVER')
  })

  it('begins no game that a silent asserter sits out, and none about a final output', () => {
    const at = (finalizationPeriodSec: number) => decide({ terms: { ...terms, finalizationPeriodSec } }).rule
    expect(at(1_614)).toBe('OUTPUT_IS_WRONG')
    expect(at(1_613)).toBe('TOO_LATE')
    expect(at(1_012)).toBe('OUTPUT_FINALIZED')
  })

  const known = { kind: 'known', current: blocks.map(trueRoot), next: null, disagreement: null } as const
  it.each([
    [{ kind: 'unavailable', message: 'RPC_TIMEOUT' }, 'alert', 'ROOTS_UNAVAILABLE', 'RPC_TIMEOUT'],
    [{ kind: 'not-asked' }, 'alert', 'ROOTS_UNAVAILABLE', 'not asked'],
    [{ ...known, disagreement: 'block 120' }, 'alert', 'SOURCES_DISAGREE', 'block 120'],
    [{ ...known, current: blocks.map(claimedRoot) }, 'wait', 'OUTPUT_AGREES', null],
    [
      { ...known, current: [claimedRoot(999n), ...blocks.slice(1).map(trueRoot)] },
      'wait',
      'PREVIOUS_OUTPUT_DIFFERS',
      null
    ]
  ] as const)('with roots %o: %s %s', (own, kind, rule, detail) => {
    expect(decide({ own })).toMatchObject({ kind, rule, detail })
  })

  it('begins anywhere when the output before is deleted', () => {
    const own = { ...known, current: [claimedRoot(999n), ...blocks.slice(1).map(trueRoot)] }
    if (!previous) throw new Error('the example has one')
    expect(decide({ own, previous: { ...previous, root: deletedRoot } }).rule).toBe('OUTPUT_IS_WRONG')
  })
})
