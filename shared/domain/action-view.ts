import type { ActionKind, ActionSigner, Condition, SignerMeans } from './action.ts'
import type { Address } from './hex.ts'
import type { ValidatorStatus } from './validator.ts'

/** Everything that the operator's actions depend on, at one L1 block. Amounts in wei, times in L1 chain seconds. */
export type ActionView = {
  blockNumber: bigint
  timestampSec: number
  validator: Address
  /** `AssetManager.getWithdrawAccount`; null before registration. Never typed in. */
  withdrawAccount: Address | null
  status: ValidatorStatus
  inJail: boolean
  jailExpiresAtSec: number
  commissionPercent: number
  pendingCommissionPercent: number
  /** Null when no change was initiated. */
  canFinalizeAtSec: number | null
  ownKroWei: bigint
  bondedKroWei: bigint
  freeKroWei: bigint
  /** Own and delegated KRO: the weight that the validator has or would have in the tree. */
  reflectiveWeightWei: bigint
  /** Its weight in the tree; 0 when it is not in it. */
  weightWei: bigint
  totalWeightWei: bigint
  canWithdrawAtSec: number
  /** KRO in the validator's wallet, and how much of it AssetManager may take. */
  walletKroWei: bigint
  allowanceWei: bigint
  /** KRO in the withdraw account's wallet; null while that account is unknown. */
  withdrawWalletKroWei: bigint | null
  ethWei: bigint
  withdrawEthWei: bigint | null
  /** ETH of the validator in the old pool. */
  v1BalanceWei: bigint
  /** Whether the account has code (it may not register then); null when it was not asked. */
  hasCode: boolean | null
  minRegisterWei: bigint
  minActivateWei: bigint
  bondWei: bigint
  commissionDelaySec: number
  minDelegationPeriodSec: number
}

/** What the Stake screen starts from. */
export type ActionsOverview = {
  view: ActionView
  /** Who signs the validator's calls, and who withdraws; null while there is no withdraw account. */
  signers: { validator: ActionSigner; withdraw: ActionSigner | null }
  actions: { kind: ActionKind; means: SignerMeans | null; conditions: Condition[] }[]
}
