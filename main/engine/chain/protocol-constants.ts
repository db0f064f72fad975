import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../../shared/contracts/abi/validator-pool.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { lookAt, multicall3Address, readOf } from './look.ts'
import type { RequestReason, RpcPool } from './types.ts'

/** One address that a contract of the deployment names, and which of the configured contracts it must be. */
export type NamedAddress = { getter: string; target: keyof ContractAddresses; address: Address }

/** What never changes in one deployment; read once. Durations in seconds, amounts in wei, indices and L2 block counts as bigint. */
export type ProtocolConstants = {
  /** Multicall3 where it is deployed on this L1, else null. */
  multicall: Address | null
  bondWei: bigint
  minRegisterWei: bigint
  minActivateWei: bigint
  jailThreshold: number
  softJailSec: number
  hardJailSec: number
  commissionChangeDelaySec: number
  minDelegationPeriodSec: number
  roundDurationSec: number
  maxOutputFinalizations: number
  l2BlockTimeSec: number
  submissionInterval: bigint
  finalizationPeriodSec: number
  creationPeriodSec: number
  bisectionTimeoutSec: number
  provingTimeoutSec: number
  startingBlockNumber: bigint
  startingTimestampSec: number
  trustedValidator: Address
  mptFirstOutputIndex: bigint
  terminateOutputIndex: bigint
  /** For the start gate: each must equal the configured address of its target. */
  named: NamedAddress[]
}

type Options = { pool: RpcPool; addresses: ContractAddresses; reason?: RequestReason; signal?: AbortSignal }

/** Two requests: whether Multicall3 is there, then one look. Throws CONTRACT_NO_ANSWER or CONTRACT_REVERT naming the contract that is not what the settings say, or the pool's errors. */
export async function readProtocolConstants(options: Options): Promise<ProtocolConstants> {
  const { pool, addresses, reason = 'gate', signal } = options
  const multicall = await findMulticall(pool, reason, signal)
  const reads = constantReads(addresses)
  const { values } = await lookAt({ pool, multicall, account: null, reads, reason, signal })
  return {
    multicall,
    bondWei: values.bond,
    minRegisterWei: values.minRegister,
    minActivateWei: values.minActivate,
    jailThreshold: Number(values.jailThreshold),
    softJailSec: Number(values.softJail),
    hardJailSec: Number(values.hardJail),
    commissionChangeDelaySec: Number(values.commissionDelay),
    minDelegationPeriodSec: Number(values.minDelegationPeriod),
    roundDurationSec: Number(values.roundDuration),
    maxOutputFinalizations: Number(values.maxFinalizations),
    l2BlockTimeSec: Number(values.l2BlockTime),
    submissionInterval: values.submissionInterval,
    finalizationPeriodSec: Number(values.finalizationPeriod),
    creationPeriodSec: Number(values.creationPeriod),
    bisectionTimeoutSec: Number(values.bisectionTimeout),
    provingTimeoutSec: Number(values.provingTimeout),
    startingBlockNumber: values.startingBlock,
    startingTimestampSec: Number(values.startingTimestamp),
    trustedValidator: values.trustedValidator,
    mptFirstOutputIndex: values.mptFirst,
    terminateOutputIndex: values.terminateIndex,
    named: [
      { getter: 'L2OutputOracle.COLOSSEUM', target: 'Colosseum', address: values.oracleColosseum },
      { getter: 'L2OutputOracle.VALIDATOR_POOL', target: 'ValidatorPool', address: values.oraclePool },
      { getter: 'L2OutputOracle.VALIDATOR_MANAGER', target: 'ValidatorManager', address: values.oracleManager },
      { getter: 'ValidatorManager.ASSET_MANAGER', target: 'AssetManager', address: values.managerAssets },
      { getter: 'ValidatorManager.L2_ORACLE', target: 'L2OutputOracle', address: values.managerOracle },
      { getter: 'AssetManager.ASSET_TOKEN', target: 'GovernanceToken', address: values.assetsToken },
      { getter: 'AssetManager.VALIDATOR_MANAGER', target: 'ValidatorManager', address: values.assetsManager },
      { getter: 'AssetManager.SECURITY_COUNCIL', target: 'SecurityCouncil', address: values.assetsCouncil },
      { getter: 'Colosseum.SECURITY_COUNCIL', target: 'SecurityCouncil', address: values.colosseumCouncil },
      { getter: 'Colosseum.ZK_PROOF_VERIFIER', target: 'ZKProofVerifier', address: values.colosseumVerifier },
      { getter: 'Colosseum.L2_ORACLE', target: 'L2OutputOracle', address: values.colosseumOracle }
    ]
  }
}

/** The named addresses that are not what the settings say. */
export const disagreements = (named: readonly NamedAddress[], addresses: ContractAddresses): NamedAddress[] =>
  named.filter(({ target, address }) => addresses[target].toLowerCase() !== address.toLowerCase())

async function findMulticall(pool: RpcPool, reason: RequestReason, signal?: AbortSignal): Promise<Address | null> {
  const params = [multicall3Address, 'latest']
  const code = await pool.request({ method: 'eth_getCode', params, reason, ...(signal && { signal }) })
  if (typeof code === 'string' && code.startsWith('0x')) return code.length > 2 ? multicall3Address : null
  throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_getCode' }, { retryable: true })
}

function constantReads(addresses: ContractAddresses) {
  const oracle = readOf('L2OutputOracle', addresses.L2OutputOracle, l2OutputOracleAbi)
  const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
  const assets = readOf('AssetManager', addresses.AssetManager, assetManagerAbi)
  const colosseum = readOf('Colosseum', addresses.Colosseum, colosseumAbi)
  const pool = readOf('ValidatorPool', addresses.ValidatorPool, validatorPoolAbi)
  return {
    bond: assets('BOND_AMOUNT'),
    minDelegationPeriod: assets('MIN_DELEGATION_PERIOD'),
    assetsToken: assets('ASSET_TOKEN'),
    assetsManager: assets('VALIDATOR_MANAGER'),
    assetsCouncil: assets('SECURITY_COUNCIL'),
    minRegister: manager('MIN_REGISTER_AMOUNT'),
    minActivate: manager('MIN_ACTIVATE_AMOUNT'),
    jailThreshold: manager('JAIL_THRESHOLD'),
    softJail: manager('SOFT_JAIL_PERIOD_SECONDS'),
    hardJail: manager('HARD_JAIL_PERIOD_SECONDS'),
    commissionDelay: manager('COMMISSION_CHANGE_DELAY_SECONDS'),
    roundDuration: manager('ROUND_DURATION_SECONDS'),
    maxFinalizations: manager('MAX_OUTPUT_FINALIZATIONS'),
    trustedValidator: manager('TRUSTED_VALIDATOR'),
    mptFirst: manager('MPT_FIRST_OUTPUT_INDEX'),
    managerAssets: manager('ASSET_MANAGER'),
    managerOracle: manager('L2_ORACLE'),
    l2BlockTime: oracle('L2_BLOCK_TIME'),
    submissionInterval: oracle('SUBMISSION_INTERVAL'),
    finalizationPeriod: oracle('FINALIZATION_PERIOD_SECONDS'),
    startingBlock: oracle('startingBlockNumber'),
    startingTimestamp: oracle('startingTimestamp'),
    oracleColosseum: oracle('COLOSSEUM'),
    oraclePool: oracle('VALIDATOR_POOL'),
    oracleManager: oracle('VALIDATOR_MANAGER'),
    creationPeriod: colosseum('CREATION_PERIOD_SECONDS'),
    bisectionTimeout: colosseum('BISECTION_TIMEOUT'),
    provingTimeout: colosseum('PROVING_TIMEOUT'),
    colosseumCouncil: colosseum('SECURITY_COUNCIL'),
    colosseumVerifier: colosseum('ZK_PROOF_VERIFIER'),
    colosseumOracle: colosseum('L2_ORACLE'),
    terminateIndex: pool('TERMINATE_OUTPUT_INDEX')
  }
}
