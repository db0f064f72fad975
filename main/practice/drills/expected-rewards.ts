import type { Address } from '../../../shared/domain/hex.ts'

/** KRO of one validator: its own, and what others delegated to it. */
export type Stake = { ownWei: bigint; delegatedWei: bigint }
export type Payment = { validator: Address; validatorWei: bigint; delegatorsWei: bigint }

type Rules = { baseRewardWei: bigint; commissionPercent: bigint }

/** What each paid output brings, in the order of payment, without KGH: the commission of the base reward goes to the validator, the rest is shared between its own KRO and its delegators' in proportion; both grow with each payment. The drill's own arithmetic, apart from the contracts'. */
export function expectedPayments(
  submitters: readonly Address[],
  before: ReadonlyMap<Address, Stake>,
  { baseRewardWei, commissionPercent }: Rules
): { payments: Payment[]; after: Map<Address, Stake> } {
  const after = new Map(before)
  const payments = submitters.map((validator): Payment => {
    const { ownWei, delegatedWei } = after.get(validator) ?? { ownWei: 0n, delegatedWei: 0n }
    const shared = (baseRewardWei * (100n - commissionPercent)) / 100n
    const ownShare = (shared * ownWei) / (ownWei + delegatedWei)
    const validatorWei = ownShare + (baseRewardWei * commissionPercent) / 100n
    const delegatorsWei = shared - ownShare
    after.set(validator, { ownWei: ownWei + validatorWei, delegatedWei: delegatedWei + delegatorsWei })
    return { validator, validatorWei, delegatorsWei }
  })
  return { payments, after }
}
