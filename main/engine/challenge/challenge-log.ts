import { decodeEventLog } from 'viem'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address, Hex } from '../../../shared/domain/hex.ts'
import type { ChainLog } from '../chain/types.ts'

/** The events that games are made of. Addresses in lower case. */
export type ChallengeEvent =
  | { name: 'ChallengeCreated'; outputIndex: bigint; challenger: Address; asserter: Address; atSec: number }
  | { name: 'Bisected'; outputIndex: bigint; challenger: Address; turn: number; atSec: number }
  | { name: 'ReadyToProve'; outputIndex: bigint; challenger: Address }
  | {
      name: 'Proven' | 'ChallengerTimedOut' | 'ChallengeCanceled' | 'ChallengeDismissed'
      outputIndex: bigint
      challenger: Address
      atSec: number
    }
  | { name: 'OutputForceDeleted'; outputIndex: bigint; asserter: Address; atSec: number }
  | { name: 'Slashed' | 'SlashReverted'; outputIndex: bigint; loser: Address; amountWei: bigint }

export type ChallengeLog = { log: ChainLog; event: ChallengeEvent }

const abi = [...colosseumAbi, ...validatorManagerAbi] as const
const low = (address: Address): Address => address.toLowerCase() as Address
const bondEvents = new Set<ChallengeEvent['name']>(['Slashed', 'SlashReverted'])

/** Decodes a log of the deployment; null for events that no game depends on. */
export function challengeLog(
  log: ChainLog,
  addresses: Pick<ContractAddresses, 'Colosseum' | 'ValidatorManager'>
): ChallengeLog | null {
  const event = decode(log)
  if (!event) return null
  const emitter = bondEvents.has(event.name) ? addresses.ValidatorManager : addresses.Colosseum
  return low(emitter) === low(log.address) ? { log, event } : null
}

/** A log that is not in the ABIs, or is shaped otherwise, is none of ours. */
function decode({ topics, data }: ChainLog): ChallengeEvent | null {
  try {
    return eventOf(decodeEventLog({ abi, topics: topics as [Hex, ...Hex[]], data }))
  } catch {
    return null
  }
}

function eventOf(decoded: ReturnType<typeof decodeEventLog<typeof abi>>): ChallengeEvent | null {
  const { eventName: name } = decoded
  switch (name) {
    case 'ChallengeCreated': {
      const { outputIndex, asserter, challenger, timestamp } = decoded.args
      return { name, outputIndex, asserter: low(asserter), challenger: low(challenger), atSec: Number(timestamp) }
    }
    case 'Bisected': {
      const { outputIndex, challenger, turn, timestamp } = decoded.args
      return { name, outputIndex, challenger: low(challenger), turn, atSec: Number(timestamp) }
    }
    case 'ReadyToProve':
      return { name, outputIndex: decoded.args.outputIndex, challenger: low(decoded.args.challenger) }
    case 'Proven':
    case 'ChallengerTimedOut':
    case 'ChallengeCanceled':
    case 'ChallengeDismissed': {
      const { outputIndex, challenger, timestamp } = decoded.args
      return { name, outputIndex, challenger: low(challenger), atSec: Number(timestamp) }
    }
    case 'OutputForceDeleted': {
      const { outputIndex, asseter, timestamp } = decoded.args
      return { name, outputIndex, asserter: low(asseter), atSec: Number(timestamp) }
    }
    case 'Slashed':
    case 'SlashReverted': {
      const { outputIndex, loser, amount } = decoded.args
      return { name, outputIndex, loser: low(loser), amountWei: amount }
    }
    default:
      return null
  }
}
