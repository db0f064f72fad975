import type { Logger } from '../../main/engine/ports.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../main/practice/network.ts'
import { practicePlace } from '../../main/practice/practice-place.ts'

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const blockEveryMs = 200

/** A practice network outside the app, to be reached by its endpoints as any other: every priority round is the operator's. No block comes before `go`; then they come by themselves unless they are held back. */
export type CustomNetwork = {
  network: PracticeNetwork
  place: ReturnType<typeof practicePlace>
  hold(): Promise<void>
  go(): void
  stop(): Promise<void>
}

export async function startCustomNetwork(seed: number): Promise<CustomNetwork> {
  const life = new AbortController()
  const network = await startPracticeNetwork({ seed, mining: 'manual', log: silent, signal: life.signal })
  network.steerDraws(() => network.accounts.operator.address)
  let held = true
  let busy: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    busy = busy.then(() => (held ? undefined : network.mine(1))).catch(() => {})
  }, blockEveryMs)
  return {
    network,
    place: practicePlace(network),
    async hold() {
      held = true
      await busy
    },
    go() {
      held = false
    },
    async stop() {
      clearInterval(timer)
      await busy
      await network.stop()
      life.abort()
    }
  }
}
