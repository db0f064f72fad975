import type { EngineEvent } from '../../shared/domain/engine-event.ts'
import type { Address, Hash } from '../../shared/domain/hex.ts'
import type { ActionFiles, OperatorParts } from './actions/operator-parts.ts'
import type { ProtocolConstants } from './chain/protocol-constants.ts'
import type { HeadTracker, RequestMeter, RollupClient, RpcPool } from './chain/types.ts'
import type { ChallengeParts } from './challenge/connect-challenges.ts'
import type { ChallengeHistoryPort } from './challenge/ports.ts'
import type { EngineConfig } from './engine-config.ts'
import type { MoneyPort } from './money/ports.ts'
import type { Cost } from './outputs/output-book.ts'
import type { WatchLogs } from './outputs/outputs-service.ts'
import type { BlockRef } from './outputs/scan-start.ts'
import type { HistoryPort, JournalPort, Logger, Signer } from './ports.ts'
import type { ConnectedProver, LocalProver } from './prover/connect-prover.ts'
import type { PostText } from './prover/post-text.ts'
import type { ProofStore } from './prover/proof-store.ts'
import type { Clock } from './runtime/clock.ts'
import type { Service } from './runtime/supervise.ts'
import type { SecondSource } from './second-source/create-second-source.ts'
import type { ProtocolReading } from './submitter/load.ts'
import type { Hands } from './submitter/view.ts'
import type { TxQueue } from './tx/types.ts'

/** Whose validator it is: a key that signs, an account whose owner signs on a device (`path` as far as the settings name it), or one that is only watched. */
export type EngineKey =
  | { kind: 'signer'; signer: Signer }
  | { kind: 'device'; account: Address; path: string | null }
  | { kind: 'watch'; account: Address }

export type EnginePorts = {
  clock: Clock
  log: Logger
  journal: JournalPort
  history: HistoryPort & ChallengeHistoryPort
  key: EngineKey
  /** Left out: no account is kept of what money did. */
  money?: MoneyPort
  /** Left out: there are no operator actions. */
  actionFiles?: ActionFiles
  /** How provers are reached and where their answers are kept; absent: no proof can be made. */
  proofs?: { post: PostText; store: ProofStore; zkEvm?: LocalProver }
}

const hands = { signer: 'app', device: 'device', watch: 'nobody' } as const

/** Who signs for the account. */
export const handsOf = ({ kind }: EngineKey): Hands => hands[kind]

export const accountOf = (key: EngineKey): Address => (key.kind === 'signer' ? key.signer.address : key.account)

/** The engine's connections for one run: everything that holds a socket or a timer outside a service. */
export type EngineParts = {
  l1: RpcPool
  l2: RpcPool
  rollupPool: RpcPool
  /** Rollup nodes to compare output roots with, where the configuration names some. */
  secondRollup?: { pool: RpcPool; client: RollupClient } | undefined
  /** The other providers of L1, where the configuration names some. */
  secondL1?: SecondSource | undefined
  rollup: RollupClient
  heads: HeadTracker & Service
  watchLogs: WatchLogs
  /** Heads and logs are asked for this many times slower from now on, logs never less often than every `logsMs`; absent in doubles. */
  stretchPolling?: (stretch: number, atMost: { logsMs: number }) => void
  /** Asks for the newest head and the logs since the last look now; absent in doubles. */
  wake?: () => void
  /** Null when the account is only watched. */
  queue: TxQueue | null
  readConstants: (signal: AbortSignal) => Promise<ProtocolConstants>
  readState: (constants: ProtocolConstants, signal: AbortSignal) => Promise<ProtocolReading>
  recomputeRoot: (input: { l2BlockNumber: bigint; preMpt: boolean; signal: AbortSignal }) => Promise<Hash>
  /** Null for a number beyond the head; the newest block without a number. */
  block: (number: bigint | 'latest', signal: AbortSignal) => Promise<BlockRef | null>
  submittersOf: (indexes: readonly bigint[], signal: AbortSignal) => Promise<ReadonlyMap<bigint, Address>>
  costOf: (txHash: Hash, signal: AbortSignal) => Promise<Cost | null>
  /** What disputes read; absent in doubles that play none. */
  challenges?: ChallengeParts
  /** Absent where no proof can be made. */
  prover?: ConnectedProver
  /** Left out: there are no operator actions. */
  operator?: OperatorParts
  close(): Promise<void>
}

export type ConnectParts = (input: {
  config: EngineConfig
  ports: EnginePorts
  emit: (event: EngineEvent) => void
  /** Counts what the pools ask. */
  meter?: RequestMeter
}) => EngineParts
