import { AppError } from '../../shared/errors.ts'
import { connectOperator } from './actions/connect-operator.ts'
import { createHeadTracker } from './chain/head-tracker.ts'
import { createLogFeed, type LogFeed } from './chain/log-feed.ts'
import { recomputeOutputRoot } from './chain/output-root.ts'
import { readProtocolConstants } from './chain/protocol-constants.ts'
import { createRollupClient } from './chain/rollup-client.ts'
import { createRpcPool } from './chain/rpc-pool.ts'
import { readEngineState } from './chain/state-reader.ts'
import { connectChallenges } from './challenge/connect-challenges.ts'
import { accountOf, type ConnectParts, type EngineParts } from './engine-parts.ts'
import { createL1Reads } from './l1-reads.ts'
import { createOwnQueue } from './own-queue.ts'
import { connectProver } from './prover/connect-prover.ts'
import { createSecondSource } from './second-source/create-second-source.ts'
import { l1Sources } from './second-source/l1-sources.ts'

/** Without a websocket: heads and logs are asked for, within the budget of an idle day (1,500 requests); chain time runs on between heads. Proofs that take hours are asked after. The practice chain and its provers are local and fast. */
const asking = { headsMs: 120_000, logsMs: 240_000, proofsMs: 5_000 }
const askingPractice = { headsMs: 1_000, logsMs: 2_000, proofsMs: 500 }

const wakeTimeoutMs = 30_000

/** Pools, clients, trackers and the queue of one run, as the configuration says. Opens nothing before it is asked for something. */
export const connectParts: ConnectParts = ({ config, ports, emit, meter }): EngineParts => {
  const { clock, log, key, proofs } = ports
  const { addresses, l1ChainId, l2ChainId, practice } = config.network
  const account = accountOf(key)
  const pace = practice ? askingPractice : asking
  const common = { clock, log, defaultTimeoutMs: config.requestTimeoutMs, meter }
  const l1 = createRpcPool({ ...common, role: 'l1', urls: config.rpc.l1, expectedChainId: l1ChainId })
  const l2 = createRpcPool({ ...common, role: 'l2', urls: config.rpc.l2, expectedChainId: l2ChainId })
  const rollupPool = createRpcPool({ ...common, role: 'rollup', urls: config.rpc.rollup })
  const secondPool =
    config.rpc.rollupSecond && createRpcPool({ ...common, role: 'rollup', urls: config.rpc.rollupSecond })
  const heads = createHeadTracker({ pool: l1, clock, log, pollMs: pace.headsMs })
  const feeds = new Set<LogFeed>()
  let stretch = 1
  const pools = { l1, l2, rollup: rollupPool }
  const sources = l1Sources(l1, config.rpc.l1)
  const second =
    sources.length > 0
      ? createSecondSource({
          ...{ sources, addresses, validator: account, clock, log },
          chainNowSec: () => heads.chainNowSec()
        })
      : undefined
  const queue = createOwnQueue({ config, ports, pool: l1, heads, second, emit })
  const operator = connectOperator({ config, ports, pool: l1, heads, queue, second, emit })
  return {
    ...(operator && { operator }),
    l1,
    l2,
    rollupPool,
    rollup: createRollupClient({ pool: rollupPool }),
    secondRollup: secondPool && { pool: secondPool, client: createRollupClient({ pool: secondPool }) },
    heads,
    queue,
    secondL1: second,
    watchLogs({ fromBlock, onLogs }) {
      const feed = createLogFeed({
        pool: l1,
        heads,
        clock,
        log,
        addresses: [addresses.L2OutputOracle, addresses.ValidatorManager, addresses.AssetManager, addresses.Colosseum],
        startBlock: fromBlock,
        onLogs,
        onRemoved: onLogs,
        pollMs: pace.logsMs
      })
      feed.stretch(stretch)
      feeds.add(feed)
      return feed
    },
    stretchPolling(factor, { logsMs }) {
      heads.setPollMs(pace.headsMs * factor)
      stretch = Math.max(1, Math.min(factor, logsMs / pace.logsMs))
      for (const feed of feeds) feed.stretch(stretch)
    },
    wake() {
      heads.refresh(AbortSignal.timeout(wakeTimeoutMs)).catch(() => {})
      for (const feed of feeds) feed.poke()
    },
    readConstants: (signal) => readProtocolConstants({ pool: l1, addresses, signal }),
    async readState(constants, signal) {
      const state = await readEngineState({ pool: l1, addresses, constants, account, signal })
      if (state.validator) return { ...state, validator: state.validator }
      throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_call' }, { retryable: true })
    },
    recomputeRoot: (input) => recomputeOutputRoot({ l2Pool: l2, ...input }),
    ...createL1Reads({ pool: l1, addresses }),
    challenges: connectChallenges({ pool: l1, clock, addresses, account }),
    ...(proofs && {
      prover: connectProver({ ...proofs, config, pools, clock, log, limits: { pollMs: pace.proofsMs } })
    }),
    async close() {
      await operator?.close()
      await queue?.close()
      for (const pool of [l1, l2, rollupPool, secondPool]) pool?.close()
    }
  }
}
