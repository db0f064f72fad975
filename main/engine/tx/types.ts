import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import type { PendingTxView } from '../../../shared/domain/snapshot.ts'

/** A lower rank goes first: a dispute before a submission before an operator action. */
export type Lane = PendingTxView['lane']

export type AccessList = { address: Address; storageKeys: Hash[] }[]

/** Both fees per gas of one transaction. */
export type TxFees = { maxFeeWei: bigint; tipWei: bigint }

/** What is to be done on L1, once. `purpose` is the idempotence key: `submit-output:<index>`, `bisect:<index>:<challenger>:<turn>`, ... */
export type TxRequest = {
  purpose: string
  lane: Lane
  to: Address
  data: Hex
  valueWei?: bigint
  /** gas limit = estimate x percent / 100 + extra. */
  gas: { percent: bigint; extra: bigint }
  /** Slots to put into the access list besides what the node suggests. Absent: no access list at all. */
  accessList?: AccessList
  /** This very transaction or none: the queue chooses neither nonce nor gas nor fees, and sends it again only as it is. Where `nonce` is that of a waiting operator action, it replaces that one. */
  exact?: TxFees & { nonce: number; gas: bigint }
  /** L1 chain time from which being late is a bigger loss than trusting one source; left out where there is no deadline. */
  insistFromSec?: number
  /** Called right before signing and before every re-send; throws AppError when the act is no longer wanted, then nothing is sent. A retryable AppError means "could not look": the queue asks again later. */
  recheck(signal: AbortSignal): Promise<void>
}

export type TxOutcome =
  | { kind: 'confirmed'; hash: Hash; blockNumber: bigint; gasUsed: bigint; feeWei: bigint }
  /** The re-check, the simulation or the estimate said no; nothing was signed. */
  | { kind: 'not-sent'; code: string; message: string }
  /** Signed, perhaps published, then refused by the re-check, the simulation or the node before it was mined. It is not sent again; it may still be mined (the queue keeps watching and the next request takes its nonce). Submitting the purpose again re-attaches to it. */
  | { kind: 'given-up'; hash: Hash; code: string; message: string }
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

/** Why nothing is signed until `resumeSigning`. `hash`: of the transaction that is not ours, where it could be found. */
export type SigningPause = {
  code: string
  message: string
  nonce: number | null
  hash?: Hash | null
  sinceMs: number
}

/** Other sources of L1, asked right before each signature. */
export interface SecondOpinion {
  /** Resolves when the act may go ahead. Throws SOURCES_DISAGREE or SECOND_SOURCE_SILENT (both permanent: the act is refused and may be tried again). `gas` is null where it is not known any more. */
  check(act: { request: TxRequest; account: Address; gas: bigint | null }, signal: AbortSignal): Promise<void>
}

export interface TxQueue {
  /** Queues the request; resolves when it is mined with the wanted confirmations, or not to be sent. One transaction at a time per key. Rejects only with AbortedError or a permanent AppError (SIGNER_*, JOURNAL_*, NONCE_CONFLICT). */
  submit(request: TxRequest, signal: AbortSignal): Promise<TxOutcome>
  /** Compares the journal with the chain; must resolve before the first `submit`. What was signed and is not mined is watched; it is sent again only when its purpose is submitted again and the re-check agrees. */
  reconcile(signal: AbortSignal): Promise<void>
  pending(): PendingTxView[]
  onChange(listener: () => void): () => void
  /** Set when a transaction that this queue did not sign uses the key; kept over restarts where the key is this app's alone. */
  paused(): SigningPause | null
  /** The operator has looked: what others have sent so far counts as known. Throws the pool's errors; then the pause stays. */
  resumeSigning(): Promise<void>
  /** Looks whether somebody else uses the key; pauses signing when it is so. Throws the pool's errors. */
  lookForOthers(signal: AbortSignal): Promise<void>
  /** Whether the journal holds a transaction with this hash; those of finished work only as long as it is remembered. */
  isOwn(hash: Hash): boolean
  /** Stops watching and rejects what waits with AbortedError. Nothing is lost: the next `reconcile` picks it up. */
  close(): Promise<void>
}

/** The queue as operator actions use it: they are prepared with their nonce and fees before anybody signs. */
export interface OperatorQueue extends TxQueue {
  /** What the account's next transaction looks like: its nonce, and the fees that it has to beat where it takes the place of one that nobody wants any more. `foreignPending`: transactions of other programs that wait in the node. */
  outlook(signal: AbortSignal): Promise<{ nonce: number; beats: TxFees | null; foreignPending: number }>
  /** Nonce and highest fees of the transactions signed for a purpose; null when there are none or the nonce is used up. */
  waiting(purpose: string): { nonce: number; fees: TxFees } | null
  /** Hash of the purpose's transaction that is in a block, as far as the journal still knows it. */
  minedHash(purpose: string): Hash | null
}
