const kro = (amount: number): bigint => BigInt(amount) * 10n ** 18n

/** What the accounts of a practice network start with. */
export const practiceAmounts = {
  accountEthWei: 100n * 10n ** 18n,
  validatorWalletKroWei: kro(150_000),
  /** Of the wallet, registered as the validator's own KRO. */
  registeredKroWei: kro(100_000),
  delegatorWalletKroWei: kro(50_000),
  delegatedKroWei: kro(20_000),
  rewardVaultKroWei: kro(50_000_000),
  commissionPercent: 10
} as const
