import type { Log } from 'viem'
import { z } from 'zod'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { ActionView } from '../../../shared/domain/action-view.ts'
import type { Hash } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { RpcPool } from '../chain/types.ts'
import { wireAddress, wireBytes, wireCount, wireHash } from '../chain/wire-values.ts'
import type { StoredAction } from './action-book.ts'
import { proofOf, type Verified } from './proof.ts'

const receiptSchema = z.object({
  blockNumber: wireCount.transform((v) => BigInt(v)),
  logs: z.array(z.looseObject({ address: wireAddress, topics: z.array(wireHash), data: wireBytes }))
})

export type VerifyDeps = {
  pool: RpcPool
  addresses: ContractAddresses
  viewAt: (block: bigint | null, signal: AbortSignal) => Promise<ActionView>
}

type Mined = { action: StoredAction; hash: Hash; lastView: ActionView | null }

/** Looks at what a mined action did. Throws the pool's errors, PROOF_UNAVAILABLE when no node has its receipt. */
export async function verify(
  deps: VerifyDeps,
  { action, hash, lastView }: Mined,
  signal: AbortSignal
): Promise<Verified & { blockNumber: bigint }> {
  const { pool, addresses, viewAt } = deps
  const answer = await pool.request({ method: 'eth_getTransactionReceipt', params: [hash], reason: 'tx', signal })
  const receipt = receiptSchema.safeParse(answer)
  if (!receipt.success) throw unavailable(hash)
  const { blockNumber, logs } = receipt.data
  const [before, after] = await Promise.all([
    viewAt(blockNumber - 1n, signal).catch((error) => fallback(error, lastView)),
    viewAt(blockNumber, signal).catch(async (error) => (await fallback(error, null)) ?? viewAt(null, signal))
  ])
  const proof = proofOf({ action, addresses, logs: logs.map(asLog), before, after })
  return { ...proof, blockNumber }
}

/** Nodes without the state of that block: what was seen last before the signature is nearly as good. */
async function fallback(error: unknown, instead: ActionView | null): Promise<ActionView | null> {
  if (error instanceof AppError && error.code !== 'ABORTED') return instead
  throw error
}

/** As much of a log as its decoding needs. */
const asLog = ({ address, topics, data }: { address: string; topics: string[]; data: string }): Log =>
  ({ address, topics, data, blockNumber: 0n, logIndex: 0, transactionIndex: 0, removed: false }) as unknown as Log

const unavailable = (hash: Hash): AppError =>
  new AppError({ code: 'PROOF_UNAVAILABLE', hash }, { message: 'No node has the receipt yet.', retryable: true })
