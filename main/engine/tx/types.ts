import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import type { PendingTxView } from '../../../shared/domain/snapshot.ts'

/** A lower rank goes first: a dispute before a submission before an operator action. */
export type Lane = PendingTxView['lane']

/** What is to be done on L1, once. `purpose` is the idempotence key: `submit-output:<index>`, `bisect:<index>:<challenger>:<turn>`, ... */
export type TxRequest = {
  purpose: string
  lane: Lane
  to: Address
  data: Hex
  valueWei?: bigint
  /** gas limit = estimate x percent / 100 + extra. */
  gas: { percent: bigint; extra: bigint }
  /** Slots to put into the access list besides what the node suggests. */
  accessList?: { address: Address; storageKeys: Hash[] }[]
  /** Called right before signing and before every re-send; throws AppError when the act is no longer wanted, then nothing is sent. */
  recheck(signal: AbortSignal): Promise<void>
}

export type TxOutcome =
  | { kind: 'confirmed'; hash: Hash; blockNumber: bigint; gasUsed: bigint; feeWei: bigint }
  /** The re-check, the simulation or the estimate said no; nothing was signed. */
  | { kind: 'not-sent'; code: string; message: string }
  | { kind: 'reverted'; hash: Hash; blockNumber: bigint; gasUsed: bigint; feeWei: bigint }
  /** The same purpose was done before (journal or chain says so). */
  | { kind: 'already-done'; hash: Hash | null }

/** Fee policy. A resend raises both fees by at least `bumpPercent`; never above `maxFeePerGasCapWei`. */
export type FeePolicy = {
  maxFeePerGasCapWei: bigint
  minPriorityFeeWei: bigint
  bumpPercent: bigint
  resendAfterMs: number
  confirmations: number
}

export interface TxQueue {
  /** Queues the request; resolves when it is mined with the wanted confirmations, or not to be sent. One transaction at a time per key. Rejects only with AbortedError or a permanent AppError (SIGNER_*, JOURNAL_*, NONCE_CONFLICT). */
  submit(request: TxRequest, signal: AbortSignal): Promise<TxOutcome>
  /** Compares the journal with the chain; must resolve before the first `submit`. Re-publishes signed transactions that the chain does not know. */
  reconcile(signal: AbortSignal): Promise<void>
  pending(): PendingTxView[]
  onChange(listener: () => void): () => void
}
