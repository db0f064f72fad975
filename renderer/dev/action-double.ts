import type { ActionsOverview } from '../../shared/domain/action-view.ts'

const kro = (amount: number): bigint => BigInt(amount) * 10n ** 18n

/** An active validator with free KRO, its withdraw account on a device. */
export const actionsDouble = (nowSec: number): ActionsOverview => ({
  view: {
    blockNumber: 21_000_000n,
    timestampSec: nowSec,
    validator: '0xc0ffee254729296a45a3885639AC7E10F9d54979',
    withdrawAccount: '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D',
    status: 'ACTIVE',
    inJail: false,
    jailExpiresAtSec: 0,
    commissionPercent: 10,
    pendingCommissionPercent: 0,
    canFinalizeAtSec: null,
    ownKroWei: kro(100_000),
    bondedKroWei: kro(10_000),
    freeKroWei: kro(90_000),
    reflectiveWeightWei: kro(120_000),
    weightWei: kro(120_000),
    totalWeightWei: kro(320_000),
    canWithdrawAtSec: nowSec - 3_600,
    walletKroWei: kro(50_000),
    allowanceWei: 0n,
    withdrawWalletKroWei: kro(5),
    ethWei: 10n ** 18n,
    withdrawEthWei: 10n ** 17n,
    v1BalanceWei: 0n,
    hasCode: false,
    minRegisterWei: kro(10_000),
    minActivateWei: kro(10_000),
    bondWei: kro(5_000),
    commissionDelaySec: 1_209_600,
    minDelegationPeriodSec: 604_800
  },
  signers: {
    validator: { address: '0xc0ffee254729296a45a3885639AC7E10F9d54979', role: 'validator', means: 'hot-key' },
    withdraw: { address: '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D', role: 'withdraw', means: 'device' }
  },
  actions: []
})
