import type { Hash } from '../../shared/domain/hex.ts'
import { type Anvil, startAnvil } from './anvil.ts'
import { type BlockProducer, createBlockProducer } from './block-producer.ts'
import type { ChainTime } from './chain-time.ts'
import type { JsonRpcServer } from './json-rpc-server.ts'
import type { PracticeNetworkOptions } from './network.ts'
import type { ProtocolParams } from './params.ts'
import { startL2Node } from './rollup/l2-node.ts'
import { createPasserProofs, type PasserProofs } from './rollup/passer-proofs.ts'
import { type RollupNode, startRollupNode } from './rollup/rollup-node.ts'
import { createTraffic } from './traffic.ts'

export const practiceL1ChainId = 900
export const practiceL2ChainId = 901

/** The processes and servers of a practice network, without the protocol. */
export type PracticeNodes = {
  l1: Anvil
  l2: Anvil
  l2Node: JsonRpcServer
  rollup: RollupNode
  /** Another rollup node over the same chains, for a validator that is to be lied to. */
  addRollupNode(lies: { overrideRoot: (l2BlockNumber: bigint) => Hash | null }): Promise<RollupNode>
  producer: BlockProducer
  params: ProtocolParams
  /** Fires when the network is to end, for whatever reason. */
  signal: AbortSignal
  stop(): Promise<void>
}

type Options = Pick<PracticeNetworkOptions, 'seed' | 'anvilBinary' | 'overrideRoot' | 'signal'> & {
  params: ProtocolParams
  genesisSec: number
  time: ChainTime
}

/** Starts L1, L2 with its node, and the rollup node. L1 keeps a few past states, because a call at "latest" may meet a new block; L2 none, because its states are only asked for through kept proofs. */
export async function startPracticeNodes(options: Options): Promise<PracticeNodes> {
  const ending = new AbortController()
  const stopAll: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    options.signal.removeEventListener('abort', onAbort)
    ending.abort(new Error('the practice network stops'))
    await Promise.all(stopAll.map((stopOne) => stopOne()))
  }
  const onAbort = (): void => void stop()
  options.signal.addEventListener('abort', onAbort, { once: true })
  try {
    const chains = await startChains(options, stopAll)
    const servers = await startServers(options, chains, stopAll)
    return { ...chains, ...servers, params: options.params, signal: ending.signal, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Stops = (() => Promise<void>)[]
type Chains = { l1: Anvil; l2: Anvil }

async function startChains({ genesisSec, anvilBinary, signal }: Options, stops: Stops): Promise<Chains> {
  const common = { timestampSec: genesisSec, signal, ...(anvilBinary && { binary: anvilBinary }) }
  const start = async (options: Parameters<typeof startAnvil>[0]): Promise<Anvil> => {
    const anvil = await startAnvil(options)
    stops.push(anvil.stop)
    return anvil
  }
  const l1Args = ['--slots-in-an-epoch', '2', '--gas-limit', '60000000']
  const l2Args = ['--transaction-block-keeper', '3600']
  const [l1, l2] = await Promise.all([
    start({ ...common, chainId: practiceL1ChainId, hardfork: 'cancun', keptStates: 8, extraArgs: l1Args }),
    start({ ...common, chainId: practiceL2ChainId, hardfork: 'shanghai', extraArgs: l2Args })
  ])
  return { l1, l2 }
}

async function startServers(options: Options, { l1, l2 }: Chains, stops: Stops) {
  const { params, genesisSec, seed, time, overrideRoot } = options
  const l2BlockTimeSec = params.l2BlockTime
  const proofs: PasserProofs = createPasserProofs(l2.rpc)
  const traffic = createTraffic({ l2: l2.rpc, chainId: l2.chainId, seed })
  await l2.rpc('anvil_setBlockTimestampInterval', [l2BlockTimeSec])
  await traffic.prepare()
  await proofs.collect()
  const l2Node = await startL2Node({ l2Url: l2.httpUrl, proofs })
  stops.push(l2Node.stop)
  const addRollupNode: PracticeNodes['addRollupNode'] = async (lies) => {
    const node = await startRollupNode({
      l1: { url: l1.httpUrl, chainId: l1.chainId },
      l2: { url: l2.httpUrl, chainId: l2.chainId, genesisSec, blockTimeSec: l2BlockTimeSec },
      proofs,
      mptTimeSec: mptTimeSec(params, genesisSec),
      ...lies
    })
    stops.push(node.stop)
    return node
  }
  const rollup = await addRollupNode({ overrideRoot: overrideRoot ?? (() => null) })
  const hooks = { beforeL2Block: traffic.beforeBlock, afterL2Blocks: proofs.collect }
  const producer = createBlockProducer({ l1: l1.rpc, l2: l2.rpc, genesisSec, l2BlockTimeSec, time, seed, hooks })
  return { l2Node, rollup, addRollupNode, producer }
}

/** The fork is at the block of `mptFirstOutputIndex`; a thousand years off means never. */
function mptTimeSec(
  { mptFirstOutputIndex, submissionInterval, l2BlockTime }: ProtocolParams,
  genesisSec: number
): number | null {
  const after = mptFirstOutputIndex * submissionInterval * l2BlockTime
  return after > 3e10 ? null : genesisSec + after
}
