import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { classifyError } from './classify-error.ts'
import { refusalOf } from './refusal-of.ts'

describe('classifyError', () => {
  it.each([
    // geth
    ['already known', 'already-known'],
    ['nonce too low: next nonce 7, tx nonce 6', 'nonce-too-low'],
    ['nonce too high: address 0x00, tx: 9 state: 7', 'nonce-too-high'],
    ['replacement transaction underpriced: new tx gas fee cap 1 <= 2 queued', 'replacement-underpriced'],
    ['transaction underpriced: gas tip cap 1, minimum needed 1000000', 'underpriced'],
    ['max fee per gas less than block base fee: address 0x00, maxFeePerGas: 1, baseFee: 7', 'fee-below-base'],
    ['insufficient funds for gas * price + value: balance 0, tx cost 1, overshot 1', 'insufficient-funds'],
    ['intrinsic gas too low: gas 20000, minimum needed 21000', 'gas-too-low'],
    ['exceeds block gas limit', 'gas-too-high'],
    ['txpool is full', 'pool-full'],
    ['execution reverted', 'reverted'],
    ['gas required exceeds allowance (21000)', 'gas-too-low'],
    // erigon
    ['nonce too low', 'nonce-too-low'],
    ['could not replace existing tx', 'replacement-underpriced'],
    ['fee too low', 'underpriced'],
    ['existing tx with same hash: already known', 'already-known'],
    // nethermind
    ['AlreadyKnown', 'already-known'],
    ['OldNonce, Current nonce: 7, nonce of rejected tx: 6', 'nonce-too-low'],
    ['ReplacementNotAllowed', 'replacement-underpriced'],
    ['NonceGap, Future nonce. Expected nonce: 7', 'nonce-too-high'],
    ['InsufficientFunds, Balance is 0', 'insufficient-funds'],
    ['FeeTooLow, MaxFeePerGas too low', 'underpriced'],
    ['FeeTooLowToCompete', 'replacement-underpriced'],
    ['GasLimitExceeded', 'gas-too-high'],
    // besu
    ['Nonce too low', 'nonce-too-low'],
    ['Known transaction', 'already-known'],
    ['Replacement transaction underpriced', 'replacement-underpriced'],
    ['Upfront cost exceeds account balance', 'insufficient-funds'],
    // reth
    ['transaction already imported', 'already-known'],
    // anvil
    ['transaction already imported: hash', 'already-known'],
    ['Max fee per gas less than block base fee', 'fee-below-base'],
    ['Insufficient funds for gas * price + value', 'insufficient-funds'],
    ['VM Exception while processing transaction: reverted with reason string', 'reverted'],
    ['something that no client has said so far', 'unknown']
  ])('%s', (text, kind) => {
    expect(classifyError(text)).toBe(kind)
  })
})

describe('refusalOf', () => {
  const rejected = (message: string, data?: string): AppError =>
    Object.assign(new AppError({ code: 'RPC_REJECTED' }, { message }), data === undefined ? {} : { data })

  it('reads the words of a node only', () => {
    expect(refusalOf(rejected('nonce too low'))).toBe('nonce-too-low')
    expect(refusalOf(new AppError({ code: 'RPC_UNAVAILABLE' }, { message: 'nonce too low' }))).toBeNull()
    expect(refusalOf(new Error('nonce too low'))).toBeNull()
  })

  it('knows a revert by its data, whatever the words', () => {
    expect(refusalOf(rejected('server says no', '0x08c379a0'))).toBe('reverted')
    expect(refusalOf(rejected('server says no', '0x'))).toBe('unknown')
    expect(refusalOf(new AppError({ code: 'CONTRACT_REVERT' }))).toBe('reverted')
  })
})
