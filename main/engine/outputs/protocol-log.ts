import { decodeEventLog, type Hex } from 'viem'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { ChainLog } from '../chain/types.ts'

/** The events that change what is known about outputs and about this validator. */
export type ProtocolEvent =
  | { name: 'OutputSubmitted'; outputIndex: bigint; l2BlockNumber: bigint; root: Hash; l1TimestampSec: number }
  | { name: 'OutputReplaced'; outputIndex: bigint; root: Hash }
  | { name: 'RewardDistributed'; outputIndex: bigint; validator: Address; validatorRewardWei: bigint }
  | { name: 'ValidatorKroBonded'; validator: Address }
  | { name: 'ValidatorJailed'; validator: Address; expiresAtSec: number }
  | { name: 'ValidatorUnjailed'; validator: Address }

export type ProtocolLog = { log: ChainLog; event: ProtocolEvent }

const abi = [...l2OutputOracleAbi, ...validatorManagerAbi, ...assetManagerAbi] as const
const emitterOf: Record<ProtocolEvent['name'], keyof ContractAddresses> = {
  OutputSubmitted: 'L2OutputOracle',
  OutputReplaced: 'L2OutputOracle',
  RewardDistributed: 'ValidatorManager',
  ValidatorKroBonded: 'AssetManager',
  ValidatorJailed: 'ValidatorManager',
  ValidatorUnjailed: 'ValidatorManager'
}

/** Decodes a log of one of the deployment's contracts; null for events that nothing here depends on. */
export function protocolLog(log: ChainLog, addresses: ContractAddresses): ProtocolLog | null {
  const event = decode(log)
  if (!event || addresses[emitterOf[event.name]].toLowerCase() !== log.address.toLowerCase()) return null
  return { log, event }
}

/** A log that is not in the ABI, or is shaped otherwise, is none of ours. */
function decode({ topics, data }: ChainLog): ProtocolEvent | null {
  try {
    return eventOf(decodeEventLog({ abi, topics: topics as [Hex, ...Hex[]], data }))
  } catch {
    return null
  }
}

function eventOf(decoded: ReturnType<typeof decodeEventLog<typeof abi>>): ProtocolEvent | null {
  const { eventName: name } = decoded
  switch (name) {
    case 'OutputSubmitted': {
      const { l2OutputIndex, l2BlockNumber, outputRoot: root, l1Timestamp } = decoded.args
      return { name, outputIndex: l2OutputIndex, l2BlockNumber, root, l1TimestampSec: Number(l1Timestamp) }
    }
    case 'OutputReplaced':
      return { name, outputIndex: decoded.args.outputIndex, root: decoded.args.newOutputRoot }
    case 'RewardDistributed': {
      const { outputIndex, validator, validatorReward } = decoded.args
      return { name, outputIndex, validator, validatorRewardWei: validatorReward }
    }
    case 'ValidatorJailed':
      return { name, validator: decoded.args.validator, expiresAtSec: Number(decoded.args.expiresAt) }
    case 'ValidatorKroBonded':
    case 'ValidatorUnjailed':
      return { name, validator: decoded.args.validator }
    default:
      return null
  }
}
