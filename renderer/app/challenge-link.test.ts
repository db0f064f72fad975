import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Address } from '../../shared/domain/hex.ts'
import { challengeIdOf, challengeKey, challengeLink, isChallenge } from './challenge-link.ts'
import { routeOf } from './route.ts'

const challenger: Address = `0x${'aB'.repeat(20)}`

describe('challengeLink', () => {
  it('names one dispute and comes back to it', () => {
    const nibbles = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 40, maxLength: 40 })
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), nibbles, fc.nat(), (outputIndex, hex, createdAtSec) => {
        const id = { outputIndex, challenger: `0x${hex}` as Address, createdAtSec }
        const link = challengeLink(id)
        const found = challengeIdOf(link)
        expect(found && isChallenge(id, found)).toBe(true)
        expect(found && challengeKey(found)).toBe(challengeKey(id))
        expect(routeOf(link)).toBe('challenges')
      })
    )
  })

  it.each([
    '',
    '#/challenges',
    '#/challenges/12',
    `#/challenges/12/${challenger}`,
    `#/challenges/x/${challenger}/5`,
    `#/challenges/-1/${challenger}/5`,
    '#/challenges/12/0x12/5',
    `#/challenges/12/${challenger}/now`,
    `#/challenges/${'9'.repeat(40)}/${challenger}/5`
  ])('%j names none', (hash) => expect(challengeIdOf(hash)).toBeNull())

  it('tells two challenges by the same account apart', () => {
    const id = { outputIndex: 1n, challenger, createdAtSec: 5 }
    expect(isChallenge(id, { ...id, createdAtSec: 6 })).toBe(false)
    expect(challengeKey(id)).not.toBe(challengeKey({ ...id, createdAtSec: 6 }))
  })
})
