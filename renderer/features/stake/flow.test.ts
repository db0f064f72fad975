import { describe, expect, it } from 'vitest'
import { actionKinds, askedKinds } from '../../../shared/domain/action.ts'
import { parseActionInput } from '../../../shared/domain/action-input.ts'
import { actionsDouble } from '../../dev/action-double.ts'
import { callIsNext, fieldsOf, isEnded, isWaiting, maxTyped, newFlow, requestOf, resultOf } from './flow.ts'

const { view } = actionsDouble(1_000)
const account = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D'
const typed = { amount: '12.5', commission: '7', withdrawAccount: account, to: account }

describe('requestOf', () => {
  it.each([...actionKinds, ...askedKinds])('%s: asks with just the fields that it shows', (kind) => {
    const { input } = requestOf(kind, typed)
    expect(Object.keys(input)).toEqual([...fieldsOf[kind]])
    expect(parseActionInput(requestOf(kind, typed)).ok).toBe(true)
  })

  it('takes what is not typed as empty', () => {
    expect(requestOf('withdraw', {})).toEqual({ kind: 'withdraw', input: { amount: '' } })
  })
})

describe('maxTyped', () => {
  const odd = { ...view, freeKroWei: 1_234_567n * 10n ** 18n + 1n, walletKroWei: 3n, v1BalanceWei: 0n }

  it.each([
    ['withdraw', '1234567.000000000000000001'],
    ['deposit', '0.000000000000000003'],
    ['v1-withdraw', '0'],
    ['v1-withdraw-to', '0'],
    ['register', null],
    ['unjail', null]
  ] as const)('%s: %s', (kind, text) => {
    expect(maxTyped(kind, odd)).toBe(text)
  })

  it('is read back to the last wei', () => {
    const parsed = parseActionInput(requestOf('withdraw', { amount: maxTyped('withdraw', odd) ?? '' }))
    expect(parsed).toEqual({ ok: true, intent: { kind: 'withdraw', amountWei: odd.freeKroWei } })
  })
})

describe('where a record stands', () => {
  it.each([
    ['signed', null, false],
    ['published', null, false],
    ['confirmed', null, false],
    ['confirmed', 'PROOF_STATE_DIFFERS', true],
    ['verified', null, true],
    ['failed', 'TX_REVERTED', true]
  ] as const)('%s %s: ended %s', (stage, code, ended) => {
    expect(isEnded({ stage, code })).toBe(ended)
  })

  it('may be replaced while it waits, once', () => {
    expect(isWaiting({ stage: 'published', replacedBy: null })).toBe(true)
    expect(isWaiting({ stage: 'published', replacedBy: 'x' })).toBe(false)
    expect(isWaiting({ stage: 'signed', replacedBy: null })).toBe(false)
  })

  it('goes on with the call after a verified approval only', () => {
    const tx = { step: 'approve' } as never
    expect(callIsNext({ stage: 'verified', tx })).toBe(true)
    expect(callIsNext({ stage: 'confirmed', tx })).toBe(false)
    expect(callIsNext({ stage: 'verified', tx: { step: 'call' } as never })).toBe(false)
  })
})

describe('resultOf', () => {
  it('keeps what was known while it is asked again, and nothing after a failure', () => {
    const result = { ready: false } as never
    expect(resultOf(newFlow('deposit'))).toBeNull()
    expect(resultOf({ preview: { state: 'looking', last: result } })).toBe(result)
    expect(resultOf({ preview: { state: 'failed', error: {} as never } })).toBeNull()
  })
})
