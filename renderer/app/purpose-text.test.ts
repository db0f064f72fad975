import { describe, expect, it } from 'vitest'
import { other } from '../dev/snapshot-double.ts'
import { purposeText } from './purpose-text.ts'

const lower = other.toLowerCase()

describe('purposeText', () => {
  it.each([
    ['submit-output:1285', 'Output 1,285'],
    ['create-challenge:1285', 'Challenge of output 1,285'],
    [`bisect:1285:${lower}:3`, 'Move in the challenge of output 1,285'],
    [`prove:1285:${lower}`, 'Proof against output 1,285'],
    [`challenger-timeout:12:${lower}`, 'Closing the challenge of output 12'],
    ['cancel-challenge:12', 'Cancelling the challenge of output 12'],
    ['action:0b1c:withdraw', 'Withdrawal'],
    ['action:0b1c:deposit:approve', 'Deposit, step 1: approval'],
    ['action:0b1c:commission-init:cancel', 'Change of the commission, cancelled'],
    ['action:0b1c:constructor:constructor', 'An action of yours'],
    ['action:0b1c', 'An action of yours'],
    ['something-new:5', 'something-new:5'],
    ['submit-output:x', 'submit-output:x'],
    ['constructor:5', 'constructor:5']
  ])('%s', (purpose, text) => expect(purposeText(purpose)).toBe(text))
})
