import { connectParts } from '../engine/connect-parts.ts'
import type { ConnectParts } from '../engine/engine-parts.ts'
import { createLie, type Lie } from './lie.ts'
import { once } from './once.ts'
import { type PracticeEngine, type PracticeEngineOptions, startPracticeEngine } from './practice-engine.ts'
import { createSilentQueue } from './silent-queue.ts'

export type LyingEngineOptions = Omit<PracticeEngineOptions, 'connect' | 'place'> & {
  /** First L2 block about which it is wrong. */
  lieFrom: bigint
  /** The last one; it stays wrong for good when left out. */
  lieTo?: bigint
  /** The first turn that it does not play any more: 1 is the creation, 2 the asserter's first bisection, one more than the number of cuts the proof. Left out: it plays to the end. */
  silentFromTurn?: number
  /** Where its proofs come from; left out: the network's provers. */
  prover?: NonNullable<PracticeEngineOptions['place']>['prover']
}

export type LyingEngine = PracticeEngine & { lie: Lie }

/** The app's own engine in a world of its own: a rollup node that lies from a block on, and an L2 node that confirms every lie. */
export async function startLyingEngine(options: LyingEngineOptions): Promise<LyingEngine> {
  const { network, validator, lieFrom, lieTo, prover } = options
  const lie = createLie({ name: validator.name, fromBlock: lieFrom, ...(lieTo !== undefined && { toBlock: lieTo }) })
  const node = await network.addRollupNode({ overrideRoot: lie })
  const { l1, l2 } = network
  const place = {
    rpc: { l1: [l1.wsUrl, l1.httpUrl], l2: [l2.httpUrl], rollup: [node.url] },
    ...(prover && { prover })
  }
  const running = startPracticeEngine({ ...options, place, connect: lyingParts(options, lie) })
  return {
    ...running,
    lie,
    stop: once(async () => {
      await running.stop()
      await node.stop()
    })
  }
}

const lyingParts =
  ({ silentFromTurn, network }: LyingEngineOptions, lie: Lie): ConnectParts =>
  (input) => {
    const parts = connectParts(input)
    const { queue } = parts
    const silent =
      queue && silentFromTurn !== undefined
        ? createSilentQueue(queue, {
            fromTurn: silentFromTurn,
            provingTurn: network.params.segmentsLengths.length + 1
          })
        : queue
    return {
      ...parts,
      queue: silent,
      recomputeRoot: async (asked) => lie(asked.l2BlockNumber) ?? parts.recomputeRoot(asked)
    }
  }
