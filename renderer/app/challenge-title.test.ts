import { describe, expect, it } from 'vitest'
import type { ChallengeOutcome, ChallengeRole } from '../../shared/domain/challenge.ts'
import { me, other } from '../dev/snapshot-double.ts'
import { challengeTitle, playerName } from './challenge-title.ts'

const outcomes = ['proven', 'challenger-timed-out', 'cancelled', 'dismissed', 'force-deleted', 'finalized'] as const
const title = (role: ChallengeRole, outcome: ChallengeOutcome | null) =>
  challengeTitle({ outputIndex: 12_840n, challenger: other, asserter: me, role, outcome })

describe('challengeTitle', () => {
  it.each<[ChallengeRole, ChallengeOutcome | null, string]>([
    ['asserter', null, '0x3C44…93BC challenges your output 12,840'],
    ['challenger', null, 'You challenge output 12,840 of 0x7099…79C8'],
    ['watcher', null, '0x3C44…93BC challenges output 12,840 of 0x7099…79C8'],
    ['asserter', 'proven', '0x3C44…93BC proved your output 12,840 wrong'],
    ['challenger', 'proven', 'You proved output 12,840 of 0x7099…79C8 wrong'],
    ['asserter', 'challenger-timed-out', 'You defended your output 12,840 against 0x3C44…93BC'],
    ['challenger', 'finalized', 'Output 12,840 became final during your challenge']
  ])('%s, %s', (role, outcome, text) => expect(title(role, outcome)).toBe(text))

  it('has a title of its own for every part in every ending', () => {
    const all = ([null, ...outcomes] as const).flatMap((outcome) =>
      (['asserter', 'challenger', 'watcher'] as const).map((role) => title(role, outcome))
    )
    expect(new Set(all).size).toBe(all.length)
    for (const text of all) expect(text).toMatch(/12,840/)
  })

  it('calls a player what it is to the reader', () => {
    expect(playerName('asserter', 'asserter')).toBe('You')
    expect(playerName('asserter', 'challenger')).toBe('The challenger')
    expect(playerName('watcher', 'asserter')).toBe('The asserter')
  })
})
