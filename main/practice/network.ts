import type { Hash } from '../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../shared/errors.ts'
import type { Logger } from '../engine/ports.ts'
import { type Clock, systemClock } from '../engine/runtime/clock.ts'
import type { Anvil } from './anvil.ts'
import { type ArtifactSource, loadArtifacts } from './artifacts.ts'
import type { BlockProducer } from './block-producer.ts'
import { type ChainTime, createChainTime } from './chain-time.ts'
import type { Deployment } from './deploy.ts'
import { createDrawSteering, type DrawPlan } from './draw-steering.ts'
import { sendAllOwn } from './l1-transactions.ts'
import { type LedgerPlace, type PracticeLedger, startPracticeLedger } from './ledger/practice-ledger.ts'
import { mainnetShapeParams, type ProtocolParams, practiceParams } from './params.ts'
import { type PracticeAccounts, practiceAccounts } from './practice-accounts.ts'
import { type PracticeNodes, startPracticeNodes } from './practice-nodes.ts'
import { type PracticeProvers, startPracticeProvers } from './provers/practice-provers.ts'
import { connectRpc, type Rpc } from './rpc.ts'
import { setUpProtocol, submission, trustedOf } from './set-up-protocol.ts'

export type PracticePreset = 'practice' | 'mainnet-shape'

export type PracticeNetworkOptions = {
  preset?: PracticePreset
  /** Instead of the preset's. */
  params?: ProtocolParams
  /** All keys, transactions and the base fee's course follow from it. */
  seed: number
  /** How many validators, the operator's included. Default 3. */
  validators?: number
  /** `wall`: blocks come every second by themselves. `manual`: only by `mine` and `warp`. Default wall. */
  mining?: 'wall' | 'manual'
  clock?: Clock
  artifacts?: ArtifactSource
  anvilBinary?: string
  /** Makes the rollup node lie about the L2 blocks for which it returns a root. */
  overrideRoot?: (l2BlockNumber: bigint) => Hash | null
  /** How soon after the start the first output of the app's own validator is due (its priority round), about. Default 20 s. */
  firstOutputInSec?: number
  /** The emulator of a real Ethereum app, in the place of the network's own Ledger. */
  ledger?: LedgerPlace
  log: Logger
  signal: AbortSignal
}

export type PracticeChain = { httpUrl: string; wsUrl: string; chainId: number; rpc: Rpc }

/** A running practice network. Everything ends with `stop` or the signal. */
export type PracticeNetwork = {
  l1: PracticeChain
  /** `httpUrl` also has the message passer's proofs of older blocks; `wsUrl` and `rpc` are the chain itself. */
  l2: PracticeChain
  rollupUrl: string
  params: ProtocolParams
  /** L2 time of block 0. */
  genesisSec: number
  addresses: Deployment['addresses']
  programVKey: Deployment['vkey']
  /** The operator's Ledger: its first account is where the operator withdraws to. */
  ledger: PracticeLedger
  /** Where proofs come from; `setFaults` breaks them. */
  provers: Omit<PracticeProvers, 'stop'>
  /** L1 block from which logs are worth reading. */
  fromBlock: bigint
  accounts: PracticeAccounts
  /** Second that the chains are at. */
  nowSec(): number
  /** Moves time: one L1 block at its end, L2 blocks without a gap. */
  warp(seconds: number): Promise<void>
  /** So many L1 blocks, one second each, with the L2 blocks that belong to them. */
  mine(blocks?: number): Promise<void>
  snapshot: BlockProducer['snapshot']
  revert: BlockProducer['revert']
  /** Holds the L1 base fee, or with null lets it move again. */
  setBaseFee(wei: bigint | null): void
  /** Decides the coming draws of priority validators; null leaves them to chance again. */
  steerDraws(plan: DrawPlan | null): void
  /** Another rollup node over the same chains, lying about the blocks for which it returns a root. Stops with the network. */
  addRollupNode: PracticeNodes['addRollupNode']
  /** Moves the MPT fork, for the network's own rollup node. */
  setMptTimeSec(timeSec: number | null): void
  /** Process ids of the chains. */
  pids: number[]
  /** Resolves when a chain ended by itself (with why) or was stopped (null). */
  ended: Promise<AppError | null>
  stop(): Promise<void>
}

const presets: Record<PracticePreset, ProtocolParams> = {
  practice: practiceParams,
  'mainnet-shape': mainnetShapeParams
}
/** From reading the clock to being ready, about. */
const setUpSec = 2

/** Starts both chains, the rollup node and the protocol with registered validators; output 1 is submitted, and the operator's validator has the priority round of output 2, due in about `firstOutputInSec`. No Multicall3 on L1: the app's deployless look is what runs here. Throws ANVIL_*, DEPLOYMENT_FAILED, PRACTICE_TX_FAILED, AbortedError. */
export async function startPracticeNetwork(options: PracticeNetworkOptions): Promise<PracticeNetwork> {
  const { preset = 'practice', params = presets[preset], clock = systemClock, seed, validators = 3, log } = options
  const artifacts = await loadArtifacts(options.artifacts)
  const intervalSec = params.submissionInterval * params.l2BlockTime
  const { firstOutputInSec = Math.min(20, intervalSec) } = options
  // Output 2 is due two intervals and a block after genesis.
  const age = 2 * intervalSec + params.l2BlockTime - firstOutputInSec - setUpSec
  const genesisSec = Math.floor(clock.now() / 1000) - Math.max(age, intervalSec + 4 * params.l2BlockTime)
  const time = createChainTime(genesisSec)
  const aborted = (error: unknown): never => {
    throw options.signal.aborted ? new AbortedError(options.signal.reason) : error
  }
  const nodes = await startPracticeNodes({ ...options, params, genesisSec, time }).catch(aborted)
  const { producer, l1 } = nodes
  try {
    const ledger = await startPracticeLedger({ seed, emulator: options.ledger, signal: nodes.signal })
    const accounts = practiceAccounts({ seed, validators, withdrawAddress: ledger.address })
    await producer.warp(params.l2BlockTime)
    const genesisOutputRoot = await rootAt(nodes, 0)
    const mine = (): Promise<void> => producer.mine(1)
    const input = { l1: l1.rpc, l1Url: l1.httpUrl, params, accounts, artifacts, genesisSec, genesisOutputRoot, mine }
    const deployment = await setUpProtocol({ ...input, signal: nodes.signal })
    const steering = createDrawSteering(l1.rpc, deployment.addresses)
    producer.setSteering(steering)
    steering.setPlan(() => accounts.operator.address)
    await submitFirst({ nodes, accounts, deployment, time, dueSec: genesisSec + intervalSec + params.l2BlockTime })
    steering.setPlan(null)
    await producer.warp(Math.max(0, Math.floor(clock.now() / 1000) - time.nowSec()))
    if (options.mining !== 'manual') startTicking({ producer, time, clock, log, signal: nodes.signal })
    const provers = await startProvers({ nodes, accounts, deployment, clock })
    log.info('practice.started', { seed, validators, preset, l1ChainId: l1.chainId, startedAtSec: time.nowSec() })
    const { setPlan: steerDraws } = steering
    return present({ nodes, params, genesisSec, accounts, ledger, deployment, time, provers, steerDraws })
  } catch (error) {
    await nodes.stop()
    return aborted(error)
  }
}

async function rootAt({ rollup }: PracticeNodes, l2BlockNumber: number): Promise<Hash> {
  const ask = connectRpc({ url: rollup.url })
  const { outputRoot } = await ask<{ outputRoot: Hash }>('optimism_outputAtBlock', [`0x${l2BlockNumber.toString(16)}`])
  return outputRoot
}

type First = {
  nodes: PracticeNodes
  accounts: PracticeAccounts
  deployment: Deployment
  time: ChainTime
  dueSec: number
}

/** Output 1 comes from the trusted validator: only with it the draws begin. */
async function submitFirst({ nodes, accounts, deployment, time, dueSec }: First): Promise<void> {
  const { producer, l1 } = nodes
  const { submissionInterval } = nodes.params
  await producer.warp(Math.max(1, dueSec - time.nowSec()))
  const outputRoot = await rootAt(nodes, submissionInterval)
  const head = await l1.rpc<{ hash: Hash; number: Hash }>('eth_getBlockByNumber', ['latest', false])
  const transaction = submission({
    from: trustedOf(accounts),
    oracle: deployment.addresses.L2OutputOracle,
    outputRoot,
    l2BlockNumber: BigInt(submissionInterval),
    l1Block: { hash: head.hash, number: BigInt(head.number) }
  })
  await sendAllOwn({ l1: l1.rpc, transactions: [transaction], mine: () => producer.mine(1) })
}

type Ticking = { producer: BlockProducer; time: ChainTime; clock: Clock; log: Logger; signal: AbortSignal }

function startTicking({ producer, time, clock, log, signal }: Ticking): void {
  time.followClock(clock)
  const onError = (error: unknown): void => {
    if (!signal.aborted)
      log.warn('practice.blocks.failed', { code: error instanceof AppError ? error.code : 'INTERNAL' })
  }
  void producer.run({ clock, signal, onError })
}

type Proving = { nodes: PracticeNodes; accounts: PracticeAccounts; deployment: Deployment; clock: Clock }

/** They end with the nodes. */
function startProvers({ nodes, accounts, deployment, clock }: Proving): Promise<PracticeProvers> {
  const { l1, l2, l2Node, rollup, params, signal } = nodes
  return startPracticeProvers({
    l1: l1.rpc,
    l2Url: l2Node.url,
    l2ChainId: l2.chainId,
    rollupUrl: rollup.url,
    params,
    proverKey: accounts.prover.privateKey,
    programVKey: deployment.vkey,
    clock,
    signal
  })
}

type Parts = Pick<PracticeNetwork, 'params' | 'genesisSec' | 'accounts' | 'ledger' | 'steerDraws'> & {
  nodes: PracticeNodes
  provers: PracticeProvers
  deployment: Deployment
  time: ChainTime
}

function present({ nodes, deployment, time, ...rest }: Parts): PracticeNetwork {
  const { producer, l1, l2, l2Node, rollup } = nodes
  const chainOf = ({ httpUrl, wsUrl, chainId, rpc }: Anvil): PracticeChain => ({ httpUrl, wsUrl, chainId, rpc })
  return {
    ...rest,
    l1: chainOf(l1),
    l2: { ...chainOf(l2), httpUrl: l2Node.url },
    rollupUrl: rollup.url,
    addresses: deployment.addresses,
    programVKey: deployment.vkey,
    fromBlock: deployment.fromBlock,
    nowSec: time.nowSec,
    warp: producer.warp,
    mine: (blocks = 1) => producer.mine(blocks),
    snapshot: producer.snapshot,
    revert: producer.revert,
    setBaseFee: producer.setBaseFee,
    addRollupNode: nodes.addRollupNode,
    setMptTimeSec: rollup.setMptTimeSec,
    pids: [l1.pid, l2.pid],
    ended: Promise.race([l1.ended, l2.ended]),
    async stop() {
      await rest.provers.stop()
      await nodes.stop()
    }
  }
}
