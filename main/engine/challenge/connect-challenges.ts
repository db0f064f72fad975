import { toEventSelector } from 'viem'
import { z } from 'zod'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { emptyScanMemory, scanLogs } from '../chain/log-scanner.ts'
import type { ProtocolConstants } from '../chain/protocol-constants.ts'
import type { ChainLog, RpcPool } from '../chain/types.ts'
import { wireBytes, wireCount } from '../chain/wire-values.ts'
import type { Clock } from '../runtime/clock.ts'
import { type ChallengeReads, createChallengeReads, readChallengeTerms } from './reads.ts'
import type { ChallengeTerms } from './view.ts'

/** What disputes need of L1. All throw the pool's errors. */
export type ChallengeParts = {
  readTerms: (constants: ProtocolConstants, signal: AbortSignal) => Promise<ChallengeTerms>
  reads: (constants: Pick<ProtocolConstants, 'multicall'>) => ChallengeReads
  /** Every log that games are made of, from this block to the newest one. */
  logsSince: (fromBlock: bigint, signal: AbortSignal) => Promise<ChainLog[]>
  /** Input of a transaction; null when the node does not know it. */
  inputOf: (txHash: Hash, signal: AbortSignal) => Promise<Hex | null>
}

type Deps = { pool: RpcPool; clock: Clock; addresses: ContractAddresses; account: Address }

const gameEvents = new Set([
  'ChallengeCreated',
  'Bisected',
  'ReadyToProve',
  'Proven',
  'ChallengerTimedOut',
  'ChallengeCanceled',
  'ChallengeDismissed',
  'OutputForceDeleted',
  'Slashed',
  'SlashReverted'
])
const topics = [
  [...colosseumAbi, ...validatorManagerAbi].flatMap((item) =>
    item.type === 'event' && gameEvents.has(item.name) ? [toEventSelector(item)] : []
  )
]

const quantity = wireCount.transform((v) => BigInt(v))
const transaction = z.object({ input: wireBytes }).nullable()

/** The reads of disputes over one pool; what a scan learns about the provider's limits is kept for the next. */
export function connectChallenges({ pool, clock, addresses, account }: Deps): ChallengeParts {
  const memory = emptyScanMemory()
  const { Colosseum, ValidatorManager } = addresses

  async function ask<T>(schema: z.ZodType<T>, method: string, params: unknown[], signal: AbortSignal): Promise<T> {
    const parsed = schema.safeParse(await pool.request({ method, params, reason: 'dispute', signal }))
    if (parsed.success) return parsed.data
    throw new AppError({ code: 'RPC_BAD_ANSWER', method }, { retryable: true })
  }

  return {
    readTerms: (constants, signal) => readChallengeTerms({ pool, addresses, constants, signal }),
    reads: (constants) => createChallengeReads({ pool, addresses, constants, account }),
    async logsSince(fromBlock, signal) {
      const toBlock = await ask(quantity, 'eth_blockNumber', [], signal)
      return scanLogs({
        pool,
        clock,
        address: [Colosseum, ValidatorManager],
        topics,
        fromBlock,
        toBlock,
        signal,
        memory
      })
    },
    inputOf: async (txHash, signal) =>
      (await ask(transaction, 'eth_getTransactionByHash', [txHash], signal))?.input ?? null
  }
}
