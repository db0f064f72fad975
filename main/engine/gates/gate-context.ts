import type { Address } from '../../../shared/domain/hex.ts'
import type { ProtocolConstants } from '../chain/protocol-constants.ts'
import type { RollupClient, RollupConfig, RpcPool } from '../chain/types.ts'
import type { EngineConfig } from '../engine-config.ts'
import type { ProtocolReading } from '../submitter/load.ts'
import type { TxQueue } from '../tx/types.ts'

/** What the gates ask, and what they learn for the services behind them. */
export type GateContext = {
  config: EngineConfig
  l1: RpcPool
  l2: RpcPool
  rollup: RollupClient
  account: Address
  /** Null when the account is only watched. */
  queue: Pick<TxQueue, 'reconcile'> | null
  /** What to do about a key that belongs to no validator. Default: refuse. */
  unregistered?: 'wait' | 'refuse'
  readConstants: (signal: AbortSignal) => Promise<ProtocolConstants>
  readState: (constants: ProtocolConstants, signal: AbortSignal) => Promise<ProtocolReading>
  /** The account's key is on a device: nothing can be signed without its owner. */
  onDevice?: boolean
  learnt: { constants?: ProtocolConstants; rollupConfig?: RollupConfig; reading?: ProtocolReading }
}

/** Set by an earlier gate. */
export function learnt<K extends keyof GateContext['learnt']>(
  context: GateContext,
  key: K
): NonNullable<GateContext['learnt'][K]> {
  const value = context.learnt[key]
  if (value === undefined) throw new Error(`the gate that learns ${key} comes first`)
  return value as NonNullable<GateContext['learnt'][K]>
}
