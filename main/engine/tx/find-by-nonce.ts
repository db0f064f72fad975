import { z } from 'zod'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { wireAddress, wireCount, wireHash, wireQuantity } from '../chain/wire-values.ts'

type Ask = (method: string, params: readonly unknown[], signal: AbortSignal) => Promise<unknown>
type Wanted = { ask: Ask; account: Address; nonce: number }

/** How far back a mined transaction is looked for. */
const blocksBack = 256n

const blockSchema = z.object({ transactions: z.array(z.unknown()) })
const transactionSchema = z.object({ from: wireAddress, nonce: wireCount, hash: wireHash })

/** The hash of an account's transaction by its nonce: in the block in which the nonce was used up, else among those that wait. Null where the node does not tell. */
export async function findByNonce(wanted: Wanted, signal: AbortSignal): Promise<Hash | null> {
  const head = wireQuantity.safeParse(await wanted.ask('eth_blockNumber', [], signal))
  if (!head.success) return null
  const used = async (block: bigint): Promise<boolean> => (await countAt(wanted, block, signal)) > wanted.nonce
  if (!(await used(head.data))) return inBlock(wanted, 'pending', signal)
  // Backwards in growing steps: nodes may have the state of the last blocks only.
  let after = head.data
  let before = after
  for (let step = 1n; await used(before); step *= 2n) {
    if (before === 0n || head.data - before >= blocksBack) return null
    after = before
    before = before > step ? before - step : 0n
  }
  while (after - before > 1n) {
    const middle = (before + after) / 2n
    if (await used(middle)) after = middle
    else before = middle
  }
  return inBlock(wanted, `0x${after.toString(16)}`, signal)
}

async function countAt({ ask, account }: Wanted, block: bigint, signal: AbortSignal): Promise<number> {
  const answer = await ask('eth_getTransactionCount', [account, `0x${block.toString(16)}`], signal)
  const count = wireCount.safeParse(answer)
  if (count.success) return count.data
  throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_getTransactionCount' }, { retryable: true })
}

async function inBlock({ ask, account, nonce }: Wanted, block: string, signal: AbortSignal): Promise<Hash | null> {
  const answer = await ask('eth_getBlockByNumber', [block, true], signal).catch((error) => {
    if (error instanceof AbortedError) throw error
    return null
  })
  const parsed = blockSchema.safeParse(answer)
  if (!parsed.success) return null
  for (const one of parsed.data.transactions) {
    const transaction = transactionSchema.safeParse(one)
    if (!transaction.success) continue
    const { from, nonce: used, hash } = transaction.data
    if (from === account.toLowerCase() && used === nonce) return hash
  }
  return null
}
