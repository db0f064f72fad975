import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseActionInput } from './action-input.ts'
import { ledgerPath, ledgerPathKinds, ledgerPaths } from './ledger-paths.ts'
import { parseAccount } from './parse-account.ts'
import { parseCommission } from './parse-commission.ts'

const account = '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D'

describe('parseCommission', () => {
  it('takes whole percents from 0 to 100 and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), (percent) => {
        const expected = percent >= 0 && percent <= 100
        expect(parseCommission(` ${percent} `)).toEqual(
          expected ? { ok: true, percent } : { ok: false, problem: 'COMMISSION_OUT_OF_RANGE' }
        )
      })
    )
  })
  it.each([
    ['', 'COMMISSION_EMPTY'],
    ['5.5', 'COMMISSION_NOT_WHOLE'],
    ['5,5', 'COMMISSION_NOT_WHOLE'],
    ['1e1', 'COMMISSION_NOT_WHOLE'],
    ['10%', 'COMMISSION_NOT_WHOLE'],
    ['101', 'COMMISSION_OUT_OF_RANGE'],
    ['9'.repeat(50), 'COMMISSION_OUT_OF_RANGE']
  ])('refuses %j', (text, problem) => {
    expect(parseCommission(text)).toEqual({ ok: false, problem })
  })
})

describe('parseAccount', () => {
  it('takes the checksum, one case, and gives the checksum back', () => {
    for (const typed of [account, account.toLowerCase(), `0x${account.slice(2).toUpperCase()}`, ` ${account}\n`])
      expect(parseAccount(typed)).toEqual({ ok: true, account })
  })
  it('notices any one letter in the wrong case', () => {
    const letters = [...account].flatMap((c, i) => (i > 1 && /[a-f]/i.test(c) ? [i] : []))
    for (const i of letters) {
      const c = account[i] ?? ''
      const flipped = c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()
      const typed = `${account.slice(0, i)}${flipped}${account.slice(i + 1)}`
      expect(parseAccount(typed)).toEqual({ ok: false, problem: 'ACCOUNT_CHECKSUM' })
    }
  })
  it.each([
    ['', 'ACCOUNT_EMPTY'],
    [account.slice(2), 'ACCOUNT_MALFORMED'],
    [account.slice(0, 41), 'ACCOUNT_MALFORMED'],
    [`${account}0`, 'ACCOUNT_MALFORMED'],
    ['kroma.eth', 'ACCOUNT_MALFORMED'],
    [`0x${'0'.repeat(40)}`, 'ACCOUNT_ZERO']
  ])('refuses %j', (text, problem) => {
    expect(parseAccount(text)).toEqual({ ok: false, problem })
  })
})

describe('parseActionInput', () => {
  it.each([
    [
      { kind: 'v1-withdraw', input: { amount: '0.5' } },
      { kind: 'v1-withdraw', amountWei: 5n * 10n ** 17n }
    ],
    [
      { kind: 'commission-init', input: { commission: '7' } },
      { kind: 'commission-init', commissionPercent: 7 }
    ],
    [
      { kind: 'v1-withdraw-to', input: { amount: '1', to: account } },
      { kind: 'v1-withdraw-to', amountWei: 10n ** 18n, to: account }
    ],
    [{ kind: 'unjail', input: {} }, { kind: 'unjail' }]
  ] as const)('reads %j', (request, intent) => {
    expect(parseActionInput(request)).toEqual({ ok: true, intent })
  })

  it.each([
    [{ kind: 'register', input: { amount: '1', commission: 'x', withdrawAccount: account } }, ['commission']],
    [{ kind: 'register', input: { amount: '1', commission: '5', withdrawAccount: 'x' } }, ['withdrawAccount']],
    [{ kind: 'deposit', input: { amount: '' } }, ['amount']],
    [{ kind: 'v1-withdraw', input: { amount: 'x' } }, ['amount']],
    [{ kind: 'commission-init', input: { commission: '101' } }, ['commission']],
    [{ kind: 'v1-withdraw-to', input: { amount: 'x', to: account } }, ['amount']],
    [{ kind: 'v1-withdraw-to', input: { amount: '1', to: '0x' } }, ['to']]
  ] as const)('names the field that cannot be read: %j', (request, fields) => {
    const parsed = parseActionInput(request)
    expect(parsed.ok ? [] : parsed.problems.map(({ field }) => field)).toEqual(fields)
  })

  it('names every field that cannot be read', () => {
    const input = { amount: '1,5', commission: '5.5', withdrawAccount: 'me' }
    expect(parseActionInput({ kind: 'register', input })).toEqual({
      ok: false,
      problems: [
        { field: 'amount', problem: 'AMOUNT_COMMA' },
        { field: 'commission', problem: 'COMMISSION_NOT_WHOLE' },
        { field: 'withdrawAccount', problem: 'ACCOUNT_MALFORMED' }
      ]
    })
  })
  it('understands each action', () => {
    const input = { amount: '10000', commission: '5', withdrawAccount: account }
    const amountWei = 10_000n * 10n ** 18n
    expect(parseActionInput({ kind: 'register', input })).toEqual({
      ok: true,
      intent: { kind: 'register', amountWei, commissionPercent: 5, withdrawAccount: account }
    })
    expect(parseActionInput({ kind: 'v1-withdraw-to', input: { amount: '10000', to: account } })).toEqual({
      ok: true,
      intent: { kind: 'v1-withdraw-to', amountWei, to: account }
    })
    expect(parseActionInput({ kind: 'unjail', input: {} })).toEqual({ ok: true, intent: { kind: 'unjail' } })
  })
})

describe('ledgerPaths', () => {
  it('writes the three ways of wallets, hardened with an apostrophe', () => {
    expect(ledgerPathKinds.map((kind) => ledgerPath(kind, 3))).toEqual([
      "44'/60'/3'/0/0",
      "44'/60'/0'/0/3",
      "44'/60'/0'/3"
    ])
    expect(() => ledgerPath('legacy', -1)).toThrow(RangeError)
    expect(() => ledgerPath('bip44', 2 ** 31)).toThrow(RangeError)
  })
  it('tries each path once, the likeliest first', () => {
    const paths = ledgerPaths(5).map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths).toHaveLength(14)
    expect(paths.slice(0, 4)).toEqual(["44'/60'/0'/0/0", "44'/60'/0'/0", "44'/60'/1'/0/0", "44'/60'/0'/0/1"])
  })
})
