import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../main/engine/ports.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../main/practice/network.ts'
import { practicePlace } from '../../main/practice/practice-place.ts'
import { connectRpc } from '../../main/practice/rpc.ts'

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const blockEveryMs = 100
/** While an output is due: a slow machine must not make its validator miss the round. */
const dueEveryMs = 1_000

/** A practice network outside the app, to be reached by its endpoints as any other: every priority round is the operator's. No block comes before `go`; then they come by themselves unless they are held back. */
export type CustomNetwork = {
  network: PracticeNetwork
  place: ReturnType<typeof practicePlace>
  hold(): Promise<void>
  go(): void
  /** Resolves when a transaction waits for a block, which is held back from then on. */
  holdAtNext(): Promise<void>
  poolSize(): Promise<number>
  stop(): Promise<void>
}

export async function startCustomNetwork(seed: number): Promise<CustomNetwork> {
  const life = new AbortController()
  const network = await startPracticeNetwork({ seed, mining: 'manual', log: silent, signal: life.signal })
  network.steerDraws(() => network.accounts.operator.address)
  const poolSize = async (): Promise<number> =>
    Number((await network.l1.rpc<{ pending: string }>('txpool_status')).pending)
  let held = true
  let onWaiting: (() => void) | null = null

  const step = async (): Promise<void> => {
    if (held) return
    if (onWaiting !== null && (await poolSize()) > 0) {
      held = true
      onWaiting()
      onWaiting = null
    } else await network.mine(1)
  }
  const ticking = (async () => {
    while (!life.signal.aborted) {
      await step().catch(() => {})
      await sleep((await isDue(network).catch(() => false)) ? dueEveryMs : blockEveryMs)
    }
  })()

  return {
    network,
    place: practicePlace(network),
    async hold() {
      held = true
      await sleep(2 * blockEveryMs)
    },
    go() {
      held = false
    },
    holdAtNext: () =>
      new Promise((resolve) => {
        onWaiting = resolve
      }),
    poolSize,
    async stop() {
      life.abort()
      await ticking
      await network.stop()
    }
  }
}

/** Whether the chain waits for an output, and no transaction for a block. */
async function isDue({ l1, rollupUrl, addresses }: PracticeNetwork): Promise<boolean> {
  // nextBlockNumber()
  const call = [{ to: addresses.L2OutputOracle, data: '0xdcec3348' }, 'latest']
  const [next, pool, status] = await Promise.all([
    l1.rpc<string>('eth_call', call),
    l1.rpc<{ pending: string }>('txpool_status'),
    connectRpc({ url: rollupUrl })<{ safe_l2: { number: number } }>('optimism_syncStatus')
  ])
  return BigInt(pool.pending) === 0n && BigInt(status.safe_l2.number) >= BigInt(next)
}
