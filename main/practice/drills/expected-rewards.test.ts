import { describe, expect, it } from 'vitest'
import { expectedPayments } from './expected-rewards.ts'

const a = '0x000000000000000000000000000000000000000a'
const b = '0x000000000000000000000000000000000000000b'

describe('expectedPayments', () => {
  it('gives a validator without delegations everything', () => {
    const before = new Map([[a, { ownWei: 1_000n, delegatedWei: 0n }] as const])
    const { payments, after } = expectedPayments([a], before, { baseRewardWei: 400n, commissionPercent: 10n })
    expect(payments).toEqual([{ validator: a, validatorWei: 400n, delegatorsWei: 0n }])
    expect(after.get(a)).toEqual({ ownWei: 1_400n, delegatedWei: 0n })
  })

  it('shares after commission, on stakes that grow from payment to payment', () => {
    const before = new Map([
      [a, { ownWei: 300n, delegatedWei: 100n }] as const,
      [b, { ownWei: 300n, delegatedWei: 100n }] as const
    ])
    const { payments } = expectedPayments([a, b, a], before, { baseRewardWei: 400n, commissionPercent: 50n })
    expect(payments.map(({ validatorWei, delegatorsWei }) => [validatorWei, delegatorsWei])).toEqual([
      [350n, 50n],
      [350n, 50n],
      [200n + (200n * 650n) / 800n, 200n - (200n * 650n) / 800n]
    ])
  })
})
