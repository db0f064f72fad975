import { decodeFunctionData, type Hex, type Log, parseEventLogs } from 'viem'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { Receipt } from '../l1-transactions.ts'
import type { PracticeNetwork } from '../network.ts'
import { toQuantity } from '../rpc.ts'

const abi = [...colosseumAbi, ...validatorManagerAbi, ...l2OutputOracleAbi, ...assetManagerAbi] as const

/** A transaction that is in a block. */
export type MinedTransaction = {
  /** Name of the protocol's function, and its arguments. */
  call: string
  args: readonly unknown[]
  nonce: number
  hash: Hash
  blockNumber: bigint
  atSec: number
  succeeded: boolean
}

type RawTransaction = { hash: Hash; from: Address; nonce: Hex; input: Hex }
type RawBlock = { number: Hex; timestamp: Hex; transactions: RawTransaction[] }
type Record = Pick<PracticeNetwork, 'l1' | 'addresses' | 'fromBlock'>

/** What an account had mined since a block, in order. */
export async function minedTransactions(
  { l1 }: Record,
  { from, sinceBlock }: { from: Address; sinceBlock: bigint }
): Promise<MinedTransaction[]> {
  const head = BigInt(await l1.rpc<Hex>('eth_blockNumber'))
  const numbers = Array.from({ length: Number(head - sinceBlock) }, (_, i) => sinceBlock + 1n + BigInt(i))
  const blocks = await Promise.all(
    numbers.map((number) => l1.rpc<RawBlock>('eth_getBlockByNumber', [toQuantity(number), true]))
  )
  const own = blocks.flatMap((block) =>
    block.transactions.filter((tx) => tx.from.toLowerCase() === from.toLowerCase()).map((tx) => ({ block, tx }))
  )
  return Promise.all(
    own.map(async ({ block, tx }) => {
      const { status } = await l1.rpc<Receipt>('eth_getTransactionReceipt', [tx.hash])
      return {
        ...callOf(tx.input),
        nonce: Number(tx.nonce),
        hash: tx.hash,
        blockNumber: BigInt(block.number),
        atSec: Number(block.timestamp),
        succeeded: BigInt(status) === 1n
      }
    })
  )
}

function callOf(data: Hex): Pick<MinedTransaction, 'call' | 'args'> {
  try {
    const { functionName, args } = decodeFunctionData({ abi, data })
    return { call: functionName, args: args ?? [] }
  } catch {
    return { call: data.slice(0, 10), args: [] }
  }
}

/** All events of the protocol's contracts so far, in order, decoded. */
export async function protocolEvents({ l1, addresses, fromBlock }: Record) {
  const { Colosseum, ValidatorManager, L2OutputOracle, AssetManager } = addresses
  const address = [Colosseum, ValidatorManager, L2OutputOracle, AssetManager]
  const filter = { address, fromBlock: toQuantity(fromBlock), toBlock: 'latest' }
  return parseEventLogs({ abi, logs: await l1.rpc<Log[]>('eth_getLogs', [filter]) })
}

export type ProtocolEvent = Awaited<ReturnType<typeof protocolEvents>>[number]

export type GameId = { index: bigint; challenger: Address }

/** Events of one game: those of Colosseum that name this output and this challenger. */
export const eventsOfGame = (events: readonly ProtocolEvent[], { index, challenger }: GameId): ProtocolEvent[] =>
  events.filter(
    ({ args }) =>
      'outputIndex' in args &&
      args.outputIndex === index &&
      'challenger' in args &&
      args.challenger.toLowerCase() === challenger.toLowerCase()
  )
