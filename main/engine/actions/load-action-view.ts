import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../../shared/contracts/abi/validator-pool.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { Address, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { lookAt, readOf } from '../chain/look.ts'
import type { ProtocolConstants } from '../chain/protocol-constants.ts'
import { secondsOf, statusOf } from '../chain/state-reader.ts'
import type { RpcPool } from '../chain/types.ts'

export type LoadActionView = {
  pool: RpcPool
  addresses: ContractAddresses
  constants: ProtocolConstants
  validator: Address
  /** As an earlier look found it; it never changes once it is set. */
  withdrawAccount: Address | null
  /** Default: the newest. */
  block?: bigint
  signal: AbortSignal
}

const zeroAddress: Address = '0x0000000000000000000000000000000000000000'

/** One look at everything that the actions depend on, with the ETH of the withdraw account beside it. Throws the pool's errors, CONTRACT_REVERT, CONTRACT_NO_ANSWER, RPC_BAD_ANSWER. */
export async function loadActionView(input: LoadActionView): Promise<ActionView> {
  const { pool, addresses, constants, validator, withdrawAccount, block, signal } = input
  const tag = block === undefined ? 'latest' : `0x${block.toString(16)}`
  const ask = { pool, tag, signal }
  const reads = { ...validatorReads(addresses, validator), ...walletReads(addresses, validator, withdrawAccount) }
  const shared = { pool, multicall: constants.multicall, reason: 'screen', block, signal } as const
  const [look, withdrawEthWei, hasCode] = await Promise.all([
    lookAt({ ...shared, account: validator, reads }),
    withdrawAccount && balanceOf(ask, withdrawAccount),
    codeAt(ask, validator)
  ])
  const { values, blockNumber, timestampSec, ethWei } = look
  const found = values.withdrawAccount === zeroAddress ? null : values.withdrawAccount
  // Seen for the first time: once more, with its wallet.
  if (found !== null && withdrawAccount === null) return loadActionView({ ...input, withdrawAccount: found })
  return {
    blockNumber,
    timestampSec,
    validator,
    withdrawAccount: found,
    status: statusOf(values.status),
    inJail: values.inJail,
    jailExpiresAtSec: secondsOf(values.jailExpiresAt),
    commissionPercent: values.commission,
    pendingCommissionPercent: values.pendingCommission,
    canFinalizeAtSec: initiated(secondsOf(values.canFinalizeAt), constants),
    ownKroWei: values.own,
    bondedKroWei: values.bonded,
    freeKroWei: values.free,
    reflectiveWeightWei: values.reflectiveWeight,
    weightWei: values.weight,
    totalWeightWei: values.totalWeight,
    canWithdrawAtSec: secondsOf(values.canWithdrawAt),
    walletKroWei: values.wallet,
    allowanceWei: values.allowance,
    withdrawWalletKroWei: found && values.withdrawWallet,
    ethWei,
    withdrawEthWei: found && withdrawEthWei,
    v1BalanceWei: values.v1Balance,
    hasCode,
    minRegisterWei: constants.minRegisterWei,
    minActivateWei: constants.minActivateWei,
    bondWei: constants.bondWei,
    commissionDelaySec: constants.commissionChangeDelaySec,
    minDelegationPeriodSec: constants.minDelegationPeriodSec
  }
}

function validatorReads(addresses: ContractAddresses, account: Address) {
  const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
  const assets = readOf('AssetManager', addresses.AssetManager, assetManagerAbi)
  return {
    status: manager('getStatus', account),
    inJail: manager('inJail', account),
    jailExpiresAt: manager('jailExpiresAt', account),
    commission: manager('getCommissionRate', account),
    pendingCommission: manager('getPendingCommissionRate', account),
    canFinalizeAt: manager('canFinalizeCommissionChangeAt', account),
    weight: manager('getWeight', account),
    totalWeight: manager('activatedValidatorTotalWeight'),
    reflectiveWeight: assets('reflectiveWeight', account),
    own: assets('totalValidatorKro', account),
    bonded: assets('totalValidatorKroBonded', account),
    free: assets('totalValidatorKroNotBonded', account),
    withdrawAccount: assets('getWithdrawAccount', account),
    canWithdrawAt: assets('canWithdrawAt', account)
  }
}

function walletReads(addresses: ContractAddresses, account: Address, withdrawAccount: Address | null) {
  const token = readOf('GovernanceToken', addresses.GovernanceToken, governanceTokenAbi)
  const pool = readOf('ValidatorPool', addresses.ValidatorPool, validatorPoolAbi)
  return {
    wallet: token('balanceOf', account),
    allowance: token('allowance', account, addresses.AssetManager),
    withdrawWallet: token('balanceOf', withdrawAccount ?? account),
    v1Balance: pool('balanceOf', account)
  }
}

/** Where no change was initiated, the getter returns the delay itself (protocol: commission, step 2). */
const initiated = (atSec: number, { commissionChangeDelaySec }: ProtocolConstants): number | null =>
  atSec === commissionChangeDelaySec ? null : atSec

type Ask = { pool: RpcPool; tag: string; signal: AbortSignal }

async function balanceOf({ pool, tag, signal }: Ask, account: Address): Promise<bigint> {
  const answer = await pool.request({ method: 'eth_getBalance', params: [account, tag], reason: 'screen', signal })
  if (typeof answer === 'string' && /^0x[0-9a-f]{1,64}$/i.test(answer)) return BigInt(answer)
  throw badAnswer('eth_getBalance')
}

/** Registration wants an account without code; a delegation to code (EIP-7702) counts as code too. */
async function codeAt({ pool, tag, signal }: Ask, account: Address): Promise<boolean> {
  const answer = await pool.request({ method: 'eth_getCode', params: [account, tag], reason: 'screen', signal })
  if (typeof answer !== 'string' || !/^0x[0-9a-f]*$/i.test(answer)) throw badAnswer('eth_getCode')
  return (answer as Hex) !== '0x'
}

const badAnswer = (method: string): AppError =>
  new AppError(
    { code: 'RPC_BAD_ANSWER', method },
    { message: `An L1 endpoint answered ${method} with something else.`, retryable: true }
  )
