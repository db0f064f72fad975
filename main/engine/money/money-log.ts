import { decodeEventLog, type Hex } from 'viem'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import type { MoneyMovement } from '../../../shared/domain/money.ts'
import type { ChainLog } from '../chain/types.ts'

type About = { manager: Address; account: Address }

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** The movement of this validator's KRO that a log of ValidatorManager tells of; null for every other log. Protocol: bonds and rewards. */
export function moneyLog(log: ChainLog, { manager, account }: About): MoneyMovement | null {
  if (!same(log.address, manager)) return null
  const told = decode(log)
  if (!told || !same(told.whose, account)) return null
  return {
    kind: told.kind,
    txHash: log.txHash,
    logIndex: log.logIndex,
    outputIndex: told.outputIndex,
    atSec: null,
    l1BlockNumber: log.blockNumber,
    amountWei: told.amountWei,
    purpose: null
  }
}

type Told = Pick<MoneyMovement, 'kind' | 'amountWei'> & { whose: Address; outputIndex: bigint }

/** A log that is not in the ABI, or is shaped otherwise, is none of ours. */
function decode({ topics, data }: ChainLog): Told | null {
  try {
    return told(decodeEventLog({ abi: validatorManagerAbi, topics: topics as [Hex, ...Hex[]], data }))
  } catch {
    return null
  }
}

function told(event: ReturnType<typeof decodeEventLog<typeof validatorManagerAbi>>): Told | null {
  switch (event.eventName) {
    case 'RewardDistributed': {
      const { outputIndex, validator: whose, validatorReward: amountWei } = event.args
      return { kind: 'reward', whose, outputIndex, amountWei }
    }
    case 'ChallengeRewardDistributed': {
      const { outputIndex, recipient: whose, amount: amountWei } = event.args
      return { kind: 'challenge-reward', whose, outputIndex, amountWei }
    }
    case 'Slashed': {
      const { outputIndex, loser: whose, amount: amountWei } = event.args
      return { kind: 'slash', whose, outputIndex, amountWei }
    }
    case 'SlashReverted': {
      const { outputIndex, loser: whose, amount: amountWei } = event.args
      return { kind: 'slash-reverted', whose, outputIndex, amountWei }
    }
    default:
      return null
  }
}
