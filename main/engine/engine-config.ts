import type { RpcLimits } from '../../shared/config/rpc-limits.ts'
import type { ContractAddresses } from '../../shared/contracts/networks.ts'
import type { TimerSettings } from './actions/timers.ts'
import type { FeePolicy } from './tx/types.ts'

/** What the engine runs on: the configuration with presets filled in, plain numbers in the engine's units. */
export type EngineConfig = {
  network: {
    name: string
    label: string
    practice: boolean
    l1ChainId: number
    l2ChainId: number
    addresses: ContractAddresses
  }
  rpc: { l1: string[]; l2: string[]; rollup: string[]; rollupSecond?: string[] | undefined }
  roles: { submitter: boolean; challenger: boolean; publicRound: boolean }
  fees: FeePolicy
  requestTimeoutMs: number
  l2Head: 'safe' | 'finalized'
  /** What may be used of the RPC providers in a day; nothing is limited when left out. */
  rpcLimits?: RpcLimits
  /** What may be sent when its time has come, without being asked; nothing when left out. */
  timers?: TimerSettings
  /** Where proofs come from; left out or null where there is nothing. */
  prover?: ProverConfig
}

export type ProverConfig = {
  /** The zkEVM prover or its proxy. */
  zkEvmUrl: string | null
  zkVm: { witnessUrl: string; proverUrl: string } | null
  /** For one proof. */
  timeoutMs: number
}
