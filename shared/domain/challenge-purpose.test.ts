import { describe, expect, it } from 'vitest'
import { isPurposeOf } from './challenge-purpose.ts'

const challenger = `0x${'aB'.repeat(20)}` as const
const lower = challenger.toLowerCase()
const stranger = `0x${'cd'.repeat(20)}`

describe('isPurposeOf', () => {
  it.each([
    [`bisect:12:${lower}:3`, true],
    [`bisect:12:${lower}:3:round-2`, true],
    [`challenger-timeout:12:${lower}`, true],
    [`prove:13:${lower}`, false],
    [`bisect:12:${stranger}:3`, false],
    ['submit-output:12', false],
    ['create-challenge:12', false],
    ['cancel-challenge:12', false],
    ['unknown:12', false],
    ['', false]
  ])('%s, against an output of one’s own: %s', (purpose, expected) =>
    expect(isPurposeOf(purpose, { outputIndex: 12n, challenger, role: 'asserter' })).toBe(expected)
  )

  it('takes what names no challenger as part of the own challenge', () => {
    const own = { outputIndex: 12n, challenger, role: 'challenger' } as const
    for (const purpose of ['create-challenge:12', 'cancel-challenge:12', 'cancel-challenge:12:round-2'])
      expect(isPurposeOf(purpose, own)).toBe(true)
    expect(isPurposeOf('cancel-challenge:13', own)).toBe(false)
  })
})
