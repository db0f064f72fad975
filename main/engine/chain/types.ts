import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import type { RequestReason } from '../../../shared/domain/rpc-budget.ts'
import type { EndpointView, Head } from '../../../shared/domain/snapshot.ts'

export type { RequestReason }

/** One request, or one message of a subscription. `origin` only, never path or credentials. */
export type MeteredCall = {
  kind: 'request' | 'push'
  role: EndpointView['role']
  origin: string
  method: string
  reason: RequestReason
}

/** Told of everything that endpoints are asked for and send by themselves. */
export interface RequestMeter {
  count(call: MeteredCall): void
}

export type RpcRequest = {
  method: string
  params: readonly unknown[]
  reason: RequestReason
  signal?: AbortSignal
  timeoutMs?: number
  /** Only endpoints at this host (`name:port`): one provider's own word. */
  host?: string
}

/** Several endpoints of one chain or node behind one `request`. Picks by score, fails over, translates errors:
 * AppError RPC_UNAVAILABLE (all endpoints down, retryable; meta.detail names each by origin, meta.retryAfterMs when they asked for a pause), RPC_TIMEOUT, RPC_REJECTED (the node answered with an error;
 * meta.rpcCode, and `data` as property for reverts), RPC_BAD_ANSWER, RPC_WRONG_CHAIN (permanent). Ends with AbortedError when the signal fires or the pool is closed. */
export interface RpcPool {
  readonly role: EndpointView['role']
  request(request: RpcRequest): Promise<unknown>
  /** Subscribes through a websocket endpoint where there is one; null when there is none. `onLost` fires once when the socket drops; the caller back-fills and subscribes again. */
  subscribe(
    params: readonly unknown[],
    handlers: { onMessage: (result: unknown) => void; onLost: () => void }
  ): Promise<{ unsubscribe: () => void } | null>
  endpoints(): EndpointView[]
  /** Requests so far by reason. */
  meter(): Record<string, number>
  close(): void
}

/** L1 chain time and head. `chainNowSec` = last head's timestamp plus the time since it was seen. */
export interface HeadTracker {
  head(): (Head & { seenAtMs: number }) | null
  chainNowSec(): number | null
  onHead(listener: (head: Head) => void): () => void
}

/** One record of `optimism_syncStatus`. */
export type L1Ref = { hash: Hash; number: bigint; parentHash: Hash; timestampSec: number }
export type L2Ref = L1Ref & { l1Origin: { hash: Hash; number: bigint }; sequenceNumber: bigint }
export type SyncStatus = {
  currentL1: L1Ref
  headL1: L1Ref
  safeL1: L1Ref
  finalizedL1: L1Ref
  unsafeL2: L2Ref
  safeL2: L2Ref
  finalizedL2: L2Ref
}

export type OutputAtBlock = {
  outputRoot: Hash
  version: Hash
  blockRef: L2Ref
  stateRoot: Hash
  withdrawalStorageRoot: Hash
  nextBlockRef: L2Ref | null
  syncStatus: SyncStatus
}

export type RollupConfig = {
  l1ChainId: number
  l2ChainId: number
  blockTimeSec: number
  kromaMptTimeSec: number | null
  genesisL2Number: bigint
  genesisL2TimeSec: number
}

/** The rollup node, checked and typed. Every method throws the pool's AppErrors, or ROLLUP_BAD_ANSWER when an answer does not have the documented shape or is about another block. */
export interface RollupClient {
  syncStatus(signal?: AbortSignal): Promise<SyncStatus>
  outputAtBlock(l2BlockNumber: bigint, signal?: AbortSignal): Promise<OutputAtBlock>
  rollupConfig(signal?: AbortSignal): Promise<RollupConfig>
  version(signal?: AbortSignal): Promise<string>
}

/** A decoded log with its place on the chain. */
export type ChainLog = {
  address: Address
  topics: readonly Hex[]
  data: Hex
  blockNumber: bigint
  blockHash: Hash
  txHash: Hash
  logIndex: number
  removed: boolean
}
