import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import type { AccessList } from './types.ts'

/** A contract call as the validator's account makes it. */
export type Call = { to: Address; data: Hex; valueWei: bigint }

/** What a receipt says. `feeWei` = gas used x effective gas price. */
export type MinedTx = {
  hash: Hash
  blockNumber: bigint
  blockHash: Hash
  success: boolean
  gasUsed: bigint
  feeWei: bigint
}

export type FeeBasis = { baseFeeWei: bigint; tipWei: bigint }

/** The few questions that the queue asks L1 about one account. Throws the pool's AppErrors; `simulate` and `estimate` throw CONTRACT_REVERT when the contract says no. */
export interface TxChain {
  readonly account: Address
  genesisHash(signal: AbortSignal): Promise<Hash>
  headNumber(signal: AbortSignal): Promise<bigint>
  /** Transactions of the account that are in blocks: the next nonce. */
  minedNonce(signal: AbortSignal): Promise<number>
  /** The same with the node's waiting transactions. */
  pendingNonce(signal: AbortSignal): Promise<number>
  balanceWei(signal: AbortSignal): Promise<bigint>
  /** The account's transaction with this nonce, waiting or in one of the last blocks; null where it cannot be found. */
  findByNonce(nonce: number, signal: AbortSignal): Promise<Hash | null>
  receipt(hash: Hash, signal: AbortSignal): Promise<MinedTx | null>
  /** True when the node has the transaction, waiting or mined. */
  knows(hash: Hash, signal: AbortSignal): Promise<boolean>
  feeBasis(signal: AbortSignal): Promise<FeeBasis>
  simulate(call: Call, signal: AbortSignal): Promise<void>
  estimateGas(call: Call & { accessList: AccessList }, signal: AbortSignal): Promise<bigint>
  suggestAccessList(call: Call, signal: AbortSignal): Promise<AccessList>
  publish(raw: Hex, signal: AbortSignal): Promise<void>
}
