import { describe, expect, it } from 'vitest'
import type { SubmitDecision, WaitReason } from '../../../shared/domain/submit-decision.ts'
import { publicRoundAddress, validatorStatuses } from '../../../shared/domain/validator.ts'
import { decide, rootIsWanted } from './decide.ts'
import { examplePolicy, exampleView, me, other, otherRoot, root, trusted } from './testing/example-view.ts'
import type { SubmitPolicy, SubmitView } from './view.ts'

const due = exampleView.dueAtSec
const publicAt = due + exampleView.roundDurationSec + 1

const at = (nowSec: number, view: Partial<SubmitView> = {}, policy: Partial<SubmitPolicy> = {}): SubmitDecision =>
  decide({ view: { ...exampleView, ...view }, nowSec, policy: { ...examplePolicy, ...policy } })

const waits = (reason: WaitReason, rest: Partial<SubmitDecision> = {}): object =>
  expect.objectContaining({ kind: 'wait', reason, ...rest })

describe('decide: reasons', () => {
  const safety = due + examplePolicy.safetyLookSec
  const stuck = { untilSec: null, nextLookAtSec: safety }
  const cases: [string, Partial<SubmitView>, Partial<SubmitPolicy>, object][] = [
    ['role off', {}, { submitter: false }, waits('ROLE_OFF', stuck)],
    ['watch only', { signs: 'nobody' }, {}, waits('NO_KEY', stuck)],
    ['halted network', { halted: true }, {}, waits('NETWORK_HALTED', stuck)],
    ['V1 rules', { v2Rules: false }, {}, waits('V1_STILL_RULES', stuck)],
    ['signing paused', { signingPaused: true, pending: true }, {}, waits('SIGNING_PAUSED', stuck)],
    ['pending', { pending: true }, {}, waits('SUBMISSION_PENDING', stuck)],
    ['not registered', { status: 'NONE' }, {}, waits('NOT_REGISTERED', stuck)],
    [
      'jail, running',
      { inJail: true, jailExpiresAtSec: due + 9 },
      {},
      waits('IN_JAIL', { untilSec: due + 9, nextLookAtSec: due + 9 })
    ],
    ['jail, over', { inJail: true, jailExpiresAtSec: due }, {}, waits('IN_JAIL', stuck)],
    ['ready', { status: 'READY' }, {}, waits('NOT_ACTIVE', stuck)],
    ['no ETH', { ethWei: 0n }, {}, waits('ETH_TOO_LOW', { nextLookAtSec: due + examplePolicy.retrySec })],
    ['node away', { nodeHead: null }, {}, waits('NODE_BEHIND', { nextLookAtSec: due + examplePolicy.nodeLookSec })],
    ['node at N', { nodeHead: 520n }, {}, waits('NODE_BEHIND')],
    ['no root', { root: null }, {}, waits('NODE_BEHIND')],
    [
      'sources',
      { root: { root, recomputed: otherRoot } },
      {},
      waits('SOURCES_DISAGREE', { nextLookAtSec: due + examplePolicy.retrySec })
    ]
  ]
  it.each(cases)('%s', (_, view, policy, expected) => expect(at(due, view, policy)).toEqual(expected))

  it('submits in an own priority round from its first second, with its last second as deadline', () => {
    expect(at(due)).toEqual({
      kind: 'submit',
      round: 'priority',
      outputIndex: 12n,
      l2BlockNumber: 520n,
      dueAtSec: due,
      publicRoundAtSec: publicAt,
      nextLookAtSec: due + examplePolicy.safetyLookSec,
      deadlineSec: publicAt - 1
    })
  })
  it('submits without a second source', () => expect(at(due, { root: { root, recomputed: null } }).kind).toBe('submit'))
  it('does not compare the bond before a simulation refused: paying final outputs frees bonds in the same call', () =>
    expect(at(due, { freeKroWei: 0n }).kind).toBe('submit'))
})

describe('decide: refusals', () => {
  const refused = (code: string, message = 'x', view: Partial<SubmitView> = {}): SubmitDecision =>
    at(due, { ...view, refusal: { code, message, retryAtSec: due + 7 } })
  it('names the bond when the contract did', () =>
    expect(refused('CALL_REVERTED', 'The contract refuses: InsufficientAsset()')).toEqual(waits('BOND_TOO_SMALL')))
  it('names the bond when it is short', () =>
    expect(refused('X', '', { freeKroWei: 4_999n })).toEqual(waits('BOND_TOO_SMALL')))
  it('names ETH', () => expect(refused('INSUFFICIENT_FUNDS')).toEqual(waits('ETH_TOO_LOW')))
  it('names the key', () => expect(refused('SIGNER_LOCKED')).toEqual(waits('SIGNING_PAUSED')))
  it('names sources that differ', () => expect(refused('SOURCES_DISAGREE')).toEqual(waits('SOURCES_DISAGREE')))
  it('else says that it would revert', () =>
    expect(refused('X')).toEqual(waits('SIMULATION_REVERTS', { nextLookAtSec: due + 7 })))
  it('tries again when the pause is over', () =>
    expect(at(due + 7, { refusal: { code: 'X', message: '', retryAtSec: due + 7 } }).kind).toBe('submit'))
})

describe('decide: rounds', () => {
  const others = { nextValidator: other, drawn: other } as const
  const open = { nextValidator: publicRoundAddress, drawn: other } as const
  const cases: [string, number, Partial<SubmitView>, Partial<SubmitPolicy>, object][] = [
    [
      'mine, early',
      due - 100,
      {},
      {},
      waits('OUTPUT_NOT_DUE', { untilSec: due, nextLookAtSec: due - 5, deadlineSec: publicAt - 1 })
    ],
    ['mine, lead', due - 5, {}, {}, waits('OUTPUT_NOT_DUE', { untilSec: due, nextLookAtSec: due })],
    ['mine, last second', publicAt - 1, {}, {}, expect.objectContaining({ kind: 'submit', round: 'priority' })],
    ['mine, late', publicAt, {}, {}, expect.objectContaining({ kind: 'submit', round: 'public', deadlineSec: null })],
    [
      'mine, late, as the contract says',
      publicAt,
      { nextValidator: publicRoundAddress, drawn: me },
      {},
      expect.objectContaining({ kind: 'submit' })
    ],
    [
      "other's, early, no public",
      due - 9,
      others,
      {},
      waits('OTHERS_PRIORITY_ROUND', { untilSec: publicAt, nextLookAtSec: due + 291, deadlineSec: null })
    ],
    [
      "other's, early, public",
      due - 9,
      others,
      { publicRound: true },
      waits('OTHERS_PRIORITY_ROUND', { untilSec: publicAt, nextLookAtSec: publicAt - 5 })
    ],
    [
      "other's, lead to public",
      publicAt - 1,
      others,
      { publicRound: true },
      waits('OTHERS_PRIORITY_ROUND', { nextLookAtSec: publicAt })
    ],
    [
      'public by time, allowed',
      publicAt,
      others,
      { publicRound: true },
      expect.objectContaining({ kind: 'submit', round: 'public' })
    ],
    ['public by time, not allowed', publicAt, others, {}, waits('PUBLIC_ROUND_NOT_ALLOWED')],
    [
      'public, allowed',
      publicAt,
      open,
      { publicRound: true },
      expect.objectContaining({ kind: 'submit', round: 'public' })
    ],
    ['public, not allowed', publicAt, open, {}, waits('PUBLIC_ROUND_NOT_ALLOWED', { untilSec: null })],
    ['public, nobody seen drawn', publicAt, { ...open, drawn: null }, {}, waits('PUBLIC_ROUND_NOT_ALLOWED')]
  ]
  it.each(cases)('%s', (_, nowSec, view, policy, expected) => expect(at(nowSec, view, policy)).toEqual(expected))
})

describe('decide: trusted validator', () => {
  const named = { nextValidator: trusted, drawn: trusted, drawsBegun: false } as const
  const allowed = { publicRound: true }
  it('has no public round before the first draw', () =>
    expect(at(publicAt + 9, named, allowed)).toEqual(waits('TRUSTED_ONLY', { publicRoundAtSec: null, untilSec: null })))
  it('has none either when the contract still names it in what would be the public round', () =>
    expect(at(publicAt, { ...named, drawsBegun: true, readAtSec: publicAt }, allowed)).toEqual(waits('TRUSTED_ONLY')))
  it('may have been drawn: until the contract is read again, wait', () =>
    expect(at(publicAt, { ...named, drawsBegun: true }, allowed)).toEqual(
      waits('OTHERS_PRIORITY_ROUND', { nextLookAtSec: publicAt + 1 })
    ))
  it('submits when it is this account', () =>
    expect(at(due, { ...named, account: trusted })).toEqual(
      expect.objectContaining({ kind: 'submit', round: 'trusted', publicRoundAtSec: null, deadlineSec: null })
    ))
  it('alone submits the first output of the MPT fork, whoever was drawn', () =>
    expect(at(due, { mptFirstOutputIndex: 12n }, allowed)).toEqual(waits('TRUSTED_ONLY')))
  it('submits the first output of the MPT fork', () =>
    expect(at(due, { mptFirstOutputIndex: 12n, nextValidator: trusted, account: trusted })).toEqual(
      expect.objectContaining({ kind: 'submit', round: 'trusted' })
    ))
})

describe('decide: every cell', () => {
  const holders = { mine: me, others: other, everybody: publicRoundAddress } as const
  const heads = { away: null, behind: 520n, there: 521n } as const
  const jails = { free: [false, 0], jailed: [true, due + 500], over: [true, 1] } as const
  const moments = { early: due - 50, due, late: publicAt } as const
  type Cell = {
    status: (typeof validatorStatuses)[number]
    role: boolean
    jail: keyof typeof jails
    holder: keyof typeof holders
    allowed: boolean
    moment: keyof typeof moments
    head: keyof typeof heads
  }
  const each = <T>(xs: readonly T[]) => xs
  const keys = <T extends object>(o: T) => Object.keys(o) as (keyof T)[]
  const cells: Cell[] = each(validatorStatuses).flatMap((status) =>
    [true, false].flatMap((role) =>
      keys(jails).flatMap((jail) =>
        keys(holders).flatMap((holder) =>
          [true, false].flatMap((allowed) =>
            keys(moments).flatMap((moment) =>
              keys(heads).map((head) => ({ status, role, jail, holder, allowed, moment, head }))
            )
          )
        )
      )
    )
  )

  const expectedOf = (c: Cell): WaitReason | 'submit' => {
    if (!c.role) return 'ROLE_OFF'
    if (c.status === 'NONE') return 'NOT_REGISTERED'
    if (c.jail !== 'free') return 'IN_JAIL'
    if (c.status !== 'ACTIVE') return 'NOT_ACTIVE'
    const open = c.holder === 'everybody' || c.moment === 'late'
    if (c.holder === 'others' && !open) return 'OTHERS_PRIORITY_ROUND'
    if (c.holder !== 'mine' && !c.allowed) return 'PUBLIC_ROUND_NOT_ALLOWED'
    if (c.moment === 'early') return 'OUTPUT_NOT_DUE'
    return c.head === 'there' ? 'submit' : 'NODE_BEHIND'
  }

  it(`${cells.length} cells of status x role x jail x round x setting x moment x head`, () => {
    const wrong = cells.filter((c) => {
      const [inJail, jailExpiresAtSec] = jails[c.jail]
      const nextValidator = holders[c.holder]
      const drawn = c.holder === 'everybody' ? null : nextValidator
      const view = { status: c.status, inJail, jailExpiresAtSec, nextValidator, drawn, nodeHead: heads[c.head] }
      const d = at(moments[c.moment], view, { submitter: c.role, publicRound: c.allowed })
      return (d.kind === 'wait' ? d.reason : d.kind) !== expectedOf(c)
    })
    expect(wrong).toEqual([])
    expect(cells).toHaveLength(6 * 2 * 3 * 3 * 2 * 3 * 3)
    expect(cells.filter((c) => expectedOf(c) === 'submit').length).toBeGreaterThan(5)
  })
})

describe('rootIsWanted', () => {
  const wanted = (nowSec: number, view: Partial<SubmitView> = {}): boolean =>
    rootIsWanted({ view: { ...exampleView, root: null, ...view }, nowSec, policy: examplePolicy })
  it('not long before the output is due', () => expect(wanted(due - 6)).toBe(false))
  it('within the lead', () => expect(wanted(due - 5)).toBe(true))
  it('not in the round of another', () => expect(wanted(due, { nextValidator: other })).toBe(false))
  it('not while a submission is pending', () => expect(wanted(due, { pending: true })).toBe(false))
})
