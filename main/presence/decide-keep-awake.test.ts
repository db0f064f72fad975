import { describe, expect, it } from 'vitest'
import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import type { Address } from '../../shared/domain/hex.ts'
import type { SubmitDecision } from '../../shared/domain/submit-decision.ts'
import { decideKeepAwake } from './decide-keep-awake.ts'

const me: Address = '0x00000000000000000000000000000000000000aA'
const other: Address = '0x00000000000000000000000000000000000000bb'
const dueAtSec = 100_000
const nearSec = 15 * 60

const wait: SubmitDecision = {
  kind: 'wait',
  reason: 'OUTPUT_NOT_DUE',
  untilSec: dueAtSec,
  outputIndex: 7n,
  l2BlockNumber: 70n,
  dueAtSec,
  publicRoundAtSec: dueAtSec + 1_800,
  nextLookAtSec: dueAtSec,
  deadlineSec: null
}
const submit: SubmitDecision = { ...wait, kind: 'submit', round: 'priority' }
const base = {
  state: 'running' as const,
  roles: { submitter: true, challenger: true, publicRound: false },
  account: me,
  next: wait,
  priorityValidator: other,
  challenges: [] as ChallengeRow[]
}
type Changes = Partial<Omit<Parameters<typeof decideKeepAwake>[0]['snapshot'], never>>
const decide = (changes: Changes, nowSec = 0, wanted = true) =>
  decideKeepAwake({ snapshot: { ...base, ...changes }, nowSec, wanted })
const game = (changes: Partial<ChallengeRow>) => [{ outcome: null, role: 'asserter', ...changes } as ChallengeRow]

describe('decideKeepAwake', () => {
  it.each<[string, Changes, number, ReturnType<typeof decide>]>([
    ['nothing is near', {}, 0, null],
    ['a dispute of mine is open', { challenges: game({}) }, 0, 'dispute'],
    ['I challenge', { challenges: game({ role: 'challenger' }) }, 0, 'dispute'],
    ['others dispute', { challenges: game({ role: 'watcher' }) }, 0, null],
    ['the dispute is over', { challenges: game({ outcome: 'proven' }) }, 0, null],
    ['I submit', { next: { ...submit } }, 0, 'round'],
    ['my round is far', { priorityValidator: me }, dueAtSec - nearSec - 1, null],
    ['my round is near', { priorityValidator: me }, dueAtSec - nearSec, 'round'],
    [
      'my round is on, however the address is written',
      { priorityValidator: me.toLowerCase() as Address },
      dueAtSec + 60,
      'round'
    ],
    ['another’s round is near', {}, dueAtSec, null],
    ['a public round that I may use is near', { roles: { ...base.roles, publicRound: true } }, dueAtSec + 900, 'round'],
    ['a public round that I may use is far', { roles: { ...base.roles, publicRound: true } }, dueAtSec, null],
    [
      'there is no public round',
      { roles: { ...base.roles, publicRound: true }, next: { ...wait, publicRoundAtSec: null } },
      dueAtSec,
      null
    ],
    ['nobody is drawn', { priorityValidator: null }, dueAtSec, null],
    ['I do not submit', { roles: { ...base.roles, submitter: false }, priorityValidator: me }, dueAtSec, null],
    ['nothing is known yet', { next: null }, dueAtSec, null],
    ['there is no account', { account: null, priorityValidator: me }, dueAtSec, null],
    ['the engine has trouble', { state: 'degraded', challenges: game({}) }, 0, 'dispute'],
    ['the engine is paused', { state: 'stopped', challenges: game({}) }, 0, null]
  ])('%s', (_, changes, nowSec, reason) => {
    expect(decide(changes, nowSec)).toBe(reason)
  })

  it('lets the machine sleep where the operator wishes so', () => {
    expect(decide({ challenges: game({}) }, 0, false)).toBeNull()
  })
})
