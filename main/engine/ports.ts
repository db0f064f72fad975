import type { Address, Hash, Hex } from '../../shared/domain/hex.ts'
import type { OutputRow } from '../../shared/domain/output.ts'

/** Structured log. Fields must be safe to show: no secret, no full URL, no foreign error object. */
export type LogFields = Record<string, string | number | bigint | boolean | null | undefined>
export interface Logger {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** An EIP-1559 transaction ready to be signed. Amounts in wei. */
export type UnsignedTx = {
  chainId: number
  nonce: number
  to: Address
  data: Hex
  valueWei: bigint
  gas: bigint
  maxFeePerGasWei: bigint
  maxPriorityFeePerGasWei: bigint
  accessList: { address: Address; storageKeys: Hash[] }[]
}

/** Holds the validator's key. `sign` returns the serialized signed transaction; it never broadcasts. Throws AppError SIGNER_LOCKED or SIGNER_FAILED. */
export interface Signer {
  readonly address: Address
  sign(tx: UnsignedTx): Promise<Hex>
}

/** Append-only file of one JSON record per line, forced to disk before `append` resolves. `readAll` drops a torn last line and reports it; a damaged line before the end throws AppError JOURNAL_DAMAGED. */
export interface JournalPort {
  append(record: unknown): Promise<void>
  readAll(): Promise<{ records: unknown[]; tornTail: boolean }>
  /** Replaces the whole content atomically (compaction). */
  rewrite(records: readonly unknown[]): Promise<void>
}

/** What must survive a restart about outputs. Rows are keyed by output index; `upsert` merges. */
export interface HistoryPort {
  upsertOutputs(rows: readonly OutputRow[]): void
  /** Forgets rows whose submission a reorganisation of L1 took back. Unknown indexes are ignored. */
  removeOutputs(indexes: readonly bigint[]): void
  output(index: bigint): OutputRow | null
  /** Newest first. */
  page(query: { before: bigint | null; limit: number; mine: boolean }): {
    rows: OutputRow[]
    nextBefore: bigint | null
    total: number
  }
  totals(): { outputsSeen: number; mySubmissions: number; rewardsWei: bigint; feesWei: bigint }
  getMeta(key: string): string | null
  setMeta(key: string, value: string): void
}
