import { describe, expect, it } from 'vitest'
import { me, other } from '../dev/snapshot-double.ts'
import { purposeIsAbout, purposeText } from './purpose-text.ts'

const lower = other.toLowerCase()
const game = { outputIndex: 12n, challenger: other, role: 'asserter' } as const

describe('purposeText', () => {
  it.each([
    ['submit-output:1285', 'Output 1,285'],
    ['create-challenge:1285', 'Challenge of output 1,285'],
    [`bisect:1285:${lower}:3`, 'Move in the challenge of output 1,285'],
    [`prove:1285:${lower}`, 'Proof against output 1,285'],
    [`challenger-timeout:12:${lower}`, 'Closing the challenge of output 12'],
    ['cancel-challenge:12', 'Cancelling the challenge of output 12'],
    ['something-new:5', 'something-new:5'],
    ['submit-output:x', 'submit-output:x'],
    ['constructor:5', 'constructor:5']
  ])('%s', (purpose, text) => expect(purposeText(purpose)).toBe(text))
})

describe('purposeIsAbout', () => {
  it.each([
    [`bisect:12:${lower}:3`, true],
    [`challenger-timeout:12:${lower}`, true],
    [`bisect:13:${lower}:3`, false],
    [`bisect:12:${me.toLowerCase()}:3`, false],
    ['submit-output:12', false],
    ['create-challenge:12', false],
    ['unknown:12', false]
  ])('%s: %s', (purpose, expected) => expect(purposeIsAbout(purpose, game)).toBe(expected))

  it('takes what names no challenger as part of the own challenge', () => {
    const own = { ...game, challenger: me, role: 'challenger' } as const
    expect(purposeIsAbout('cancel-challenge:12', own)).toBe(true)
    expect(purposeIsAbout('create-challenge:12', own)).toBe(true)
    expect(purposeIsAbout('cancel-challenge:13', own)).toBe(false)
  })
})
