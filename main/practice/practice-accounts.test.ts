import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { practiceMnemonic } from './ledger/practice-mnemonic.ts'
import { practiceAccounts } from './practice-accounts.ts'

describe('practiceAccounts', () => {
  const { operator, bots } = practiceAccounts({ seed: 4, validators: 3 })

  it("has the operator's withdraw account on the practice Ledger, at its first path", () => {
    const onLedger = mnemonicToAccount(practiceMnemonic(4, 'own')).address
    expect(operator.withdrawAccount.address).toBe(onLedger)
    expect(privateKeyToAccount(operator.withdrawAccount.privateKey?.reveal() ?? '0x').address).toBe(onLedger)
  })

  it("has the validator's own account on the same Ledger, at the second path", () => {
    const { address } = mnemonicToAccount(practiceMnemonic(4, 'own'), { path: "m/44'/60'/1'/0/0" })
    expect(operator.address).toBe(address)
    expect(privateKeyToAccount(operator.privateKey.reveal()).address).toBe(address)
  })

  it('is the same for a seed, with nobody twice', () => {
    expect(practiceAccounts({ seed: 4, validators: 3 }).operator.address).toBe(operator.address)
    const all = [operator, ...bots].flatMap((one) => [one.address, one.withdrawAccount.address])
    expect(new Set(all).size).toBe(6)
    expect(practiceAccounts({ seed: 5, validators: 3 }).operator.address).not.toBe(operator.address)
  })

  it('can withdraw to an account on another device, whose key it does not have', () => {
    const address = bots[0]?.address ?? '0x'
    const { withdrawAccount } = practiceAccounts({ seed: 4, validators: 3, withdrawAddress: address }).operator
    expect(withdrawAccount).toEqual({ address, privateKey: null })
  })
})
