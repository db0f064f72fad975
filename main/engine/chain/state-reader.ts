import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { type ValidatorView, validatorStatuses } from '../../../shared/domain/validator.ts'
import { AppError } from '../../../shared/errors.ts'
import { lookAt, readOf } from './look.ts'
import type { ProtocolConstants } from './protocol-constants.ts'
import type { RequestReason, RpcPool } from './types.ts'

/** What the submitter decides on, all of it at one L1 block. */
export type EngineState = {
  blockNumber: bigint
  timestampSec: number
  /** Hash of the block before `blockNumber`. */
  parentHash: Hash
  /** Null when no account was asked for. */
  validator: ValidatorView | null
  output: {
    nextOutputIndex: bigint
    nextBlockNumber: bigint
    latestBlockNumber: bigint
    /** Before this L2 time the contract refuses the next output. */
    nextOutputMinL2TimestampSec: number
    nextFinalizeOutputIndex: bigint
    /** Priority validator, or `publicRoundAddress`. */
    nextValidator: Address
    /** `ValidatorPool.isTerminated(nextOutputIndex)`: the V2 system rules the next output. */
    underV2: boolean
  }
}

type Options = {
  pool: RpcPool
  addresses: ContractAddresses
  constants: ProtocolConstants
  account: Address | null
  reason?: RequestReason
  signal?: AbortSignal
}

/** One eth_call, the only request it makes. Throws the pool's errors, CONTRACT_REVERT, CONTRACT_NO_ANSWER, RPC_BAD_ANSWER. */
export async function readEngineState(options: Options): Promise<EngineState> {
  const { pool, addresses, constants, account, reason = 'state', signal } = options
  const { multicall } = constants
  const shared = { pool, multicall, account, reason, signal }
  if (account === null) {
    const look = await lookAt({ ...shared, reads: outputReads(addresses) })
    return { ...blockOf(look), validator: null, output: outputOf(look.values, constants) }
  }
  const look = await lookAt({ ...shared, reads: { ...outputReads(addresses), ...validatorReads(addresses, account) } })
  const { values, ethWei } = look
  const validator: ValidatorView = {
    address: account,
    status: statusOf(values.status),
    inJail: values.inJail,
    jailExpiresAtSec: secondsOf(values.jailExpiresAt),
    noSubmissionCount: values.noSubmissionCount,
    jailThreshold: constants.jailThreshold,
    commissionPercent: values.commission,
    weightWei: values.weight,
    totalWeightWei: values.totalWeight,
    ownKroWei: values.own,
    bondedKroWei: values.bonded,
    freeKroWei: values.free,
    bondWei: constants.bondWei,
    ethWei,
    withdrawAccount: values.withdrawAccount,
    canWithdrawAtSec: secondsOf(values.canWithdrawAt)
  }
  return { ...blockOf(look), validator, output: outputOf(values, constants) }
}

function outputReads(addresses: ContractAddresses) {
  const oracle = readOf('L2OutputOracle', addresses.L2OutputOracle, l2OutputOracleAbi)
  const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
  return {
    nextOutputIndex: oracle('nextOutputIndex'),
    nextBlockNumber: oracle('nextBlockNumber'),
    latestBlockNumber: oracle('latestBlockNumber'),
    nextOutputMinL2Timestamp: oracle('nextOutputMinL2Timestamp'),
    nextFinalizeOutputIndex: oracle('nextFinalizeOutputIndex'),
    nextValidator: manager('nextValidator')
  }
}

function validatorReads(addresses: ContractAddresses, account: Address) {
  const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
  const assets = readOf('AssetManager', addresses.AssetManager, assetManagerAbi)
  return {
    status: manager('getStatus', account),
    inJail: manager('inJail', account),
    jailExpiresAt: manager('jailExpiresAt', account),
    noSubmissionCount: manager('noSubmissionCount', account),
    commission: manager('getCommissionRate', account),
    weight: manager('getWeight', account),
    totalWeight: manager('activatedValidatorTotalWeight'),
    own: assets('totalValidatorKro', account),
    bonded: assets('totalValidatorKroBonded', account),
    free: assets('totalValidatorKroNotBonded', account),
    withdrawAccount: assets('getWithdrawAccount', account),
    canWithdrawAt: assets('canWithdrawAt', account)
  }
}

type OutputValues = {
  nextOutputIndex: bigint
  nextBlockNumber: bigint
  latestBlockNumber: bigint
  nextOutputMinL2Timestamp: bigint
  nextFinalizeOutputIndex: bigint
  nextValidator: Address
}

const outputOf = (values: OutputValues, { terminateOutputIndex }: ProtocolConstants): EngineState['output'] => ({
  nextOutputIndex: values.nextOutputIndex,
  nextBlockNumber: values.nextBlockNumber,
  latestBlockNumber: values.latestBlockNumber,
  nextOutputMinL2TimestampSec: secondsOf(values.nextOutputMinL2Timestamp),
  nextFinalizeOutputIndex: values.nextFinalizeOutputIndex,
  nextValidator: values.nextValidator,
  underV2: values.nextOutputIndex > terminateOutputIndex
})

const blockOf = ({
  blockNumber,
  timestampSec,
  parentHash
}: Pick<EngineState, 'blockNumber' | 'timestampSec' | 'parentHash'>) => ({
  blockNumber,
  timestampSec,
  parentHash
})

/** Times that mean "never" on chain are beyond what a number holds. */
export const secondsOf = (time: bigint): number => Number(time > 8_640_000_000_000n ? 8_640_000_000_000n : time)

export function statusOf(value: number): ValidatorView['status'] {
  const status = validatorStatuses[value]
  if (status) return status
  throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_call', call: 'ValidatorManager.getStatus', status: value })
}
