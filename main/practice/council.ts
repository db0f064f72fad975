import { encodeFunctionData, type Log, parseEventLogs } from 'viem'
import { colosseumAbi } from '../../shared/contracts/abi/colosseum.ts'
import { securityCouncilAbi } from '../../shared/contracts/abi/security-council.ts'
import type { Address, Hash, Hex } from '../../shared/domain/hex.ts'
import { AppError } from '../../shared/errors.ts'
import { type OwnTransaction, type Receipt, sendAllOwn } from './l1-transactions.ts'
import type { PracticeNetwork } from './network.ts'
import type { PracticeAccount } from './practice-accounts.ts'
import { toQuantity } from './rpc.ts'

/** What the Security Council does on the practice chain: each act is confirmed member by member until the quorum executes it. All methods return the transaction that executed. */
export type Council = {
  /** Deletes an output without a challenge. Throws PRACTICE_TX_FAILED when Colosseum refuses. */
  forceDeleteOutput(outputIndex: bigint): Promise<Hash>
  /** Takes a proven challenge back. Throws COUNCIL_NOT_ASKED when that challenge was never proven, PRACTICE_TX_FAILED when Colosseum refuses. */
  dismissChallenge(outputIndex: bigint, challenger: Address): Promise<Hash>
}

/** Enough for an execution with everything that follows a slash. */
const gas = 2_000_000n

export function createCouncil(network: PracticeNetwork): Council {
  const { l1, addresses, accounts, fromBlock } = network
  const mine = (): Promise<void> => network.mine(1)

  const call = (from: PracticeAccount, data: Hex, what: string): OwnTransaction => ({
    ...{ from, to: addresses.SecurityCouncil, data, what, gas }
  })
  const send = async (transaction: OwnTransaction): Promise<Receipt> => {
    const [receipt] = await sendAllOwn({ l1: l1.rpc, transactions: [transaction], mine })
    if (!receipt) throw new Error('a sent transaction has a receipt')
    return receipt
  }

  async function confirm(id: bigint, members: readonly PracticeAccount[], what: string): Promise<Hash> {
    for (const member of members) {
      const data = encodeFunctionData({
        abi: securityCouncilAbi,
        functionName: 'confirmTransaction',
        args: [id]
      })
      const { transactionHash, logs } = await send(call(member, data, `confirmation to ${what}`))
      if (eventsOf(logs, 'TransactionExecuted').length > 0) return transactionHash
    }
    throw new AppError({ code: 'PRACTICE_TX_FAILED', what }, { message: `The whole council is too small to ${what}.` })
  }

  return {
    async forceDeleteOutput(outputIndex) {
      const [first, ...others] = accounts.council
      if (!first) throw new Error('a network without a council')
      const what = `delete output ${outputIndex}`
      const data = encodeFunctionData({
        abi: securityCouncilAbi,
        functionName: 'requestDeletion',
        args: [outputIndex, false]
      })
      const { logs, transactionHash } = await send(call(first, data, `request to ${what}`))
      if (eventsOf(logs, 'TransactionExecuted').length > 0) return transactionHash
      const [requested] = eventsOf(logs, 'DeletionRequested')
      if (!requested) throw new Error('a request for a deletion has its event')
      return confirm(requested.args.transactionId, others, what)
    },
    async dismissChallenge(outputIndex, challenger) {
      const filter = { address: addresses.Colosseum, fromBlock: toQuantity(fromBlock), toBlock: 'latest' }
      const logs = await l1.rpc<Log[]>('eth_getLogs', [filter])
      const args = { outputIndex, challenger }
      const proven = parseEventLogs({ abi: colosseumAbi, eventName: 'Proven', args, logs }).at(-1)
      if (!proven)
        throw new AppError(
          { code: 'COUNCIL_NOT_ASKED', outputIndex },
          { message: `Output ${outputIndex} was not proven wrong by ${challenger}.` }
        )
      const receipt = await l1.rpc<Receipt>('eth_getTransactionReceipt', [proven.transactionHash])
      const [asked] = eventsOf(receipt.logs, 'ValidationRequested')
      if (!asked) throw new Error('a proof asks the council')
      return confirm(asked.args.transactionId, accounts.council, `dismiss the challenge of output ${outputIndex}`)
    }
  }
}

const eventsOf = <N extends 'TransactionExecuted' | 'DeletionRequested' | 'ValidationRequested'>(
  logs: readonly unknown[],
  eventName: N
) => parseEventLogs({ abi: securityCouncilAbi, eventName, logs: logs as Log[] })
