import { concatHex, type Hex, keccak256, type Log, numberToHex, pad, parseEventLogs, toEventSelector } from 'viem'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { messagePasserAddress } from '../../engine/chain/output-root.ts'
import type { Receipt } from '../l1-transactions.ts'
import type { PracticeNetwork } from '../network.ts'
import type { AccountProof } from '../rollup/passer-proofs.ts'
import { connectRpc, toQuantity } from '../rpc.ts'
import { verifyAccountProof } from '../verify-account-proof.ts'

/** A mined submission as the chain tells it. */
export type MinedSubmission = {
  index: bigint
  root: Hash
  l2BlockNumber: bigint
  submitter: Address
  atSec: number
  gasUsed: bigint
  feeWei: bigint
}
export type PaidOutput = { index: bigint; validator: Address; validatorWei: bigint; delegatorsWei: bigint }

type RawBlock = { hash: Hash; stateRoot: Hash; timestamp: Hex }
const outputSubmitted = toEventSelector('OutputSubmitted(bytes32,uint256,uint256,uint256)')

/** The submission of one output: its event, its transaction's sender and cost. */
export async function minedSubmission(
  { l1, addresses, fromBlock }: PracticeNetwork,
  index: bigint
): Promise<MinedSubmission> {
  const topics = [outputSubmitted, null, pad(numberToHex(index), { size: 32 })]
  const filter = { address: addresses.L2OutputOracle, topics, fromBlock: toQuantity(fromBlock), toBlock: 'latest' }
  const logs = await l1.rpc<Log[]>('eth_getLogs', [filter])
  const [event] = parseEventLogs({ abi: l2OutputOracleAbi, eventName: 'OutputSubmitted', logs })
  if (!event || logs.length !== 1) throw new Error(`${logs.length} submissions of output ${index}`)
  const { from, ...receipt } = await l1.rpc<Receipt & { from: Address }>('eth_getTransactionReceipt', [
    event.transactionHash
  ])
  const gasUsed = BigInt(receipt.gasUsed)
  return {
    index,
    root: event.args.outputRoot,
    l2BlockNumber: event.args.l2BlockNumber,
    submitter: from,
    atSec: Number(event.args.l1Timestamp),
    gasUsed,
    feeWei: gasUsed * BigInt(receipt.effectiveGasPrice)
  }
}

/** All outputs paid so far, in the order of payment. */
export async function paidOutputs({ l1, addresses, fromBlock }: PracticeNetwork): Promise<PaidOutput[]> {
  const filter = { address: addresses.ValidatorManager, fromBlock: toQuantity(fromBlock), toBlock: 'latest' }
  const logs = await l1.rpc<Log[]>('eth_getLogs', [filter])
  return parseEventLogs({ abi: validatorManagerAbi, eventName: 'RewardDistributed', logs }).map(({ args }) => ({
    index: args.outputIndex,
    validator: args.validator,
    validatorWei: args.validatorReward,
    delegatorsWei: args.baseReward + args.boostedReward
  }))
}

/** The output root from the L2 chain's headers and a storage root that is proven against them: neither the rollup node nor the engine has a part in it. */
export async function independentRoot({ l2, params }: PracticeNetwork, l2BlockNumber: bigint): Promise<Hash> {
  const forked = params.mptFirstOutputIndex * params.submissionInterval <= l2BlockNumber
  const header = (number: bigint): Promise<RawBlock> => l2.rpc('eth_getBlockByNumber', [toQuantity(number), false])
  const [block, next] = [await header(l2BlockNumber), await header(l2BlockNumber + 1n)]
  const l2Node = connectRpc({ url: l2.httpUrl })
  const { accountProof } = await l2Node<AccountProof>('eth_getProof', [
    messagePasserAddress,
    [],
    toQuantity(l2BlockNumber)
  ])
  const account = verifyAccountProof({ stateRoot: block.stateRoot, address: messagePasserAddress, proof: accountProof })
  if (!account) throw new Error(`no valid proof of the message passer at L2 block ${l2BlockNumber}`)
  const version = pad('0x00', { size: 32 })
  const parts = [version, block.stateRoot, account.storageHash, block.hash]
  return keccak256(concatHex(forked ? parts : [...parts, next.hash]))
}
