import { privateKeyToAccount } from 'viem/accounts'
import type { Address, Hash, Hex } from '../../shared/domain/hex.ts'
import { AppError } from '../../shared/errors.ts'
import type { PracticeAccount } from './practice-accounts.ts'
import { type Rpc, toQuantity } from './rpc.ts'

export type OwnTransaction = { from: PracticeAccount; to: Address; data: Hex; what: string; gas?: bigint }
export type Receipt = {
  status: Hex
  gasUsed: Hex
  effectiveGasPrice: Hex
  blockNumber: Hex
  transactionHash: Hash
  logs: unknown[]
}

const feeCapWei = 500n * 10n ** 9n

/** Signs and sends a transaction of a practice account to the practice L1; it waits in the pool for the next block. */
export async function sendOwn(l1: Rpc, { from, to, data, gas = 1_000_000n }: OwnTransaction): Promise<Hash> {
  const [chainId, nonce] = await Promise.all([
    l1<Hex>('eth_chainId'),
    l1<Hex>('eth_getTransactionCount', [from.address, 'pending'])
  ])
  const fees = { maxFeePerGas: feeCapWei, maxPriorityFeePerGas: 10n ** 9n }
  const fields = { type: 'eip1559', chainId: Number(chainId), nonce: Number(nonce), to, data, gas, ...fees } as const
  const signed = await privateKeyToAccount(from.privateKey.reveal()).signTransaction(fields)
  return l1<Hash>('eth_sendRawTransaction', [signed])
}

type SendAll = { l1: Rpc; transactions: readonly OwnTransaction[]; mine: () => Promise<void> }

/** Sends them in this order, mines, and returns the receipts. Throws PRACTICE_TX_FAILED naming the first that reverted or was not mined. */
export async function sendAllOwn({ l1, transactions, mine }: SendAll): Promise<Receipt[]> {
  const hashes: Hash[] = []
  for (const transaction of transactions) hashes.push(await sendOwn(l1, transaction))
  await mine()
  const receipts = await Promise.all(hashes.map((hash) => l1<Receipt | null>('eth_getTransactionReceipt', [hash])))
  return receipts.map((receipt, i) => {
    if (receipt && BigInt(receipt.status) === 1n) return receipt
    const what = transactions[i]?.what ?? ''
    throw new AppError(
      { code: 'PRACTICE_TX_FAILED', what, mined: receipt !== null },
      { message: `The practice network could not be set up: ${what} ${receipt ? 'reverted' : 'was not mined'}.` }
    )
  })
}

/** Gives accounts of the practice L1 their ETH. */
export async function fundEth(l1: Rpc, addresses: readonly Address[], wei: bigint): Promise<void> {
  await Promise.all(addresses.map((address) => l1('anvil_setBalance', [address, toQuantity(wei)])))
}
