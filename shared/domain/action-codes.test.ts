import { describe, expect, it } from 'vitest'
import { actionRevert } from './action-codes.ts'

describe('the code of a revert', () => {
  it.each([
    ['InsufficientAsset', '', 'InsufficientAsset'],
    ['Error', 'ReentrancyGuard: reentrant call', 'REENTRANT_CALL'],
    ['Error', 'something new', 'UNKNOWN_REVERT'],
    ['SomethingNew', '1', 'UNKNOWN_REVERT']
  ])('%s(%s) is explained by %s', (errorName, args, code) => {
    expect(actionRevert({ errorName, args })).toEqual({ code, errorName, args })
  })
})
