import { describe, expect, it } from 'vitest'
import { ledgerPaths } from '../domain/ledger-paths.ts'
import { configSchema } from './config.ts'

const account = `0x${'11'.repeat(20)}`
const configOf = (key: object) => ({
  network: 'sepolia',
  rpc: { l1: ['wss://l1.example'], l2: ['https://l2.example'], rollup: ['https://rollup.example'] },
  key
})
const accepts = (path: string): boolean => configSchema.safeParse(configOf({ source: 'ledger', account, path })).success

describe('a validator whose key is on a Ledger', () => {
  it('is named by its account; the path may be left out', () => {
    expect(configSchema.parse(configOf({ source: 'ledger', account }))).toMatchObject({
      key: { source: 'ledger', account }
    })
    expect(configSchema.safeParse(configOf({ source: 'ledger' })).success).toBe(false)
  })

  it('takes every path that a wallet uses', () => {
    for (const { path } of ledgerPaths(10)) expect(accepts(path)).toBe(true)
    expect(accepts("44'/60'/7'/1/2")).toBe(true)
  })

  it.each([
    '44h/60h/0h/0/0',
    "m/44'/60'/0'/0/0",
    "44'/60'",
    "44'/0'/0'/0/0",
    "44'/60'/x",
    "44'/60'/0'/0/0/0/0",
    '44/60/0/0/0',
    ''
  ])('refuses %s, which a Ledger would read otherwise or not at all', (path) => expect(accepts(path)).toBe(false))
})
