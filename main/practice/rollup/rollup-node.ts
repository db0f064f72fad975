import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { type JsonRpcServer, RpcFault, type RpcHandler, startJsonRpcServer } from '../json-rpc-server.ts'
import { connectRpc, type Rpc } from '../rpc.ts'
import { readHeader } from './headers.ts'
import { createOutputs, type Outputs } from './outputs.ts'
import type { PasserProofs } from './passer-proofs.ts'
import { createRefs, type Refs } from './refs.ts'

export type RollupNodeOptions = {
  l1: { url: string; chainId: number }
  l2: { url: string; chainId: number; genesisSec: number; blockTimeSec: number }
  proofs: PasserProofs
  /** `kroma_mpt_time`; null: the fork never comes. */
  mptTimeSec: number | null
  lag?: { safe: number; finalized: number }
  /** Makes the node lie about the blocks for which it returns a root. */
  overrideRoot?: (l2BlockNumber: bigint) => Hash | null
  port?: number
  signal?: AbortSignal
}

export type RollupNode = JsonRpcServer & {
  /** Moves the fork, for tests of both formulas. */
  setMptTimeSec(timeSec: number | null): void
}

const nobody: Address = '0x0000000000000000000000000000000000000000'

/** A rollup node over the practice chains: `optimism_syncStatus`, `optimism_outputAtBlock`, `optimism_rollupConfig`, `optimism_version` and `kroma_outputWithProofAtBlock`, answered from the L2 chain's real headers and proofs. */
export async function startRollupNode(options: RollupNodeOptions): Promise<RollupNode> {
  const { port = 0, signal, lag = { safe: 2, finalized: 8 }, proofs, overrideRoot = () => null } = options
  const [l1, l2] = [connectRpc(options.l1), connectRpc(options.l2)]
  let mptTimeSec = options.mptTimeSec
  const refs = createRefs({ l1, l2, lag, genesisSec: options.l2.genesisSec, blockTimeSec: options.l2.blockTimeSec })
  const outputs = createOutputs({ l2, proofs, refs, overrideRoot, mptTimeSec: () => mptTimeSec })
  const config = (): Promise<object> => rollupConfig({ ...options, mptTimeSec }, l1, l2)
  const server = await startJsonRpcServer({
    port,
    handle: methods({ refs, outputs, config }),
    ...(signal && { signal })
  })
  return {
    ...server,
    setMptTimeSec: (timeSec) => {
      mptTimeSec = timeSec
    }
  }
}

type Parts = { refs: Refs; outputs: Outputs; config: () => Promise<object> }

function methods({ refs, outputs, config }: Parts): RpcHandler {
  return async (method, params) => {
    switch (method) {
      case 'optimism_syncStatus':
        return refs.syncStatus()
      case 'optimism_outputAtBlock':
        return outputs.outputAtBlock(blockNumberOf(params))
      case 'kroma_outputWithProofAtBlock':
        return outputs.outputWithProofAtBlock(blockNumberOf(params))
      case 'optimism_rollupConfig':
        return config()
      case 'optimism_version':
        return 'v2.1.0-practice'
      default:
        throw new RpcFault(-32601, `the method ${method} does not exist/is not available`)
    }
  }
}

function blockNumberOf([number]: readonly unknown[]): number {
  if (number === undefined) throw new RpcFault(-32602, 'missing value for required argument 0')
  const valid = typeof number === 'string' && /^0x(0|[1-9a-f][0-9a-f]{0,12})$/i.test(number)
  if (!valid) throw new RpcFault(-32602, 'invalid argument 0: not a hex quantity')
  return Number(number)
}

async function rollupConfig(options: RollupNodeOptions, l1: Rpc, l2: Rpc): Promise<object> {
  const [l1Genesis, l2Genesis] = await Promise.all([readHeader(l1, 0), readHeader(l2, 0)])
  return {
    genesis: {
      l1: { hash: l1Genesis?.hash, number: 0 },
      l2: { hash: l2Genesis?.hash, number: 0 },
      l2_time: options.l2.genesisSec,
      system_config: { batcherAddr: nobody, overhead: versionZero, scalar: versionZero, gasLimit: 30_000_000 }
    },
    block_time: options.l2.blockTimeSec,
    max_sequencer_drift: 600,
    seq_window_size: 3_600,
    channel_timeout: 300,
    l1_chain_id: options.l1.chainId,
    l2_chain_id: options.l2.chainId,
    regolith_time: 0,
    canyon_time: 0,
    ...(options.mptTimeSec === null ? {} : { kroma_mpt_time: options.mptTimeSec }),
    batch_inbox_address: nobody,
    deposit_contract_address: nobody,
    l1_system_config_address: nobody
  }
}

const versionZero: Hash = `0x${'0'.repeat(64)}`
