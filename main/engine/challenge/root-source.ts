import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { RollupClient } from '../chain/types.ts'
import type { Clock } from '../runtime/clock.ts'

/** An output root of the own node and the hash of its block. */
export type OwnRoot = { block: bigint; root: Hash; blockHash: Hash }

/** Another source of output roots: recomputed from the L2 node, or a second rollup node. */
export type SecondSource = {
  name: string
  /** `relearn`: with what decides the formula (the fork's time) read anew. */
  rootAt: (block: bigint, options: { relearn: boolean; signal: AbortSignal }) => Promise<Hash>
}

export type RootMeter = { lookUps: number; cacheHits: number; checks: number }

export type RootSource = {
  /** Own output roots of these L2 blocks, in their order. Throws the client's AppErrors when one cannot be had. */
  roots(blocks: readonly bigint[], signal: AbortSignal): Promise<OwnRoot[]>
  /** Asks the other sources about these roots. Says which block and source disagree first; null when none does. A source that does not answer does not count. */
  check(roots: readonly OwnRoot[], signal: AbortSignal): Promise<string | null>
  /** The own chain may have changed: everything is asked again. */
  forget(): void
  meter(): RootMeter
}

type Deps = {
  rollup: Pick<RollupClient, 'outputAtBlock'>
  clock: Clock
  seconds: readonly SecondSource[]
  /** Told why a second source did not answer; null when it did. */
  onSource: (source: string, error: AppError | null) => void
  /** Requests at a time. */
  parallel?: number
  /** Roots kept, the least used go first. */
  keep?: number
}

/** A root above the node's finalized head may still change with L1. */
const youngKeepsMs = 30_000
const forEver = Number.POSITIVE_INFINITY

type Kept = { own: OwnRoot; untilMs: number }

/** Output roots of the own node, each asked for once; and what other sources say about the ones that decide. */
export function createRootSource(deps: Deps): RootSource {
  const { rollup, clock, parallel = 8, keep = 4_096 } = deps
  const kept = new Map<bigint, Kept>()
  const asking = new Map<bigint, Promise<OwnRoot>>()
  const agreed = new Map<string, true>()
  const count: RootMeter = { lookUps: 0, cacheHits: 0, checks: 0 }

  const fromCache = (block: bigint): OwnRoot | null => {
    const found = kept.get(block)
    kept.delete(block)
    if (!found || found.untilMs <= clock.now()) return null
    kept.set(block, found)
    return found.own
  }

  async function ask(block: bigint, signal: AbortSignal): Promise<OwnRoot> {
    count.lookUps += 1
    const { outputRoot, blockRef, syncStatus } = await rollup.outputAtBlock(block, signal)
    const own: OwnRoot = { block, root: outputRoot.toLowerCase() as Hash, blockHash: blockRef.hash }
    const settled = block < syncStatus.finalizedL2.number
    kept.set(block, { own, untilMs: settled ? forEver : clock.now() + youngKeepsMs })
    trim(kept, keep)
    return own
  }

  /** One request per block, however many ask for it; the one who asked may leave, then the next asks. */
  async function rootOf(block: bigint, signal: AbortSignal): Promise<OwnRoot> {
    for (;;) {
      const own = fromCache(block)
      if (own) {
        count.cacheHits += 1
        return own
      }
      const running = asking.get(block)
      if (!running) break
      const shared = await running.catch((error: unknown) => leftAlone(error, signal))
      if (shared) return shared
    }
    const mine = ask(block, signal).finally(() => asking.delete(block))
    asking.set(block, mine)
    return mine
  }

  async function askOther(
    block: bigint,
    { name, rootAt }: SecondSource,
    options: Parameters<SecondSource['rootAt']>[1]
  ) {
    count.checks += 1
    try {
      const other = await rootAt(block, options)
      deps.onSource(name, null)
      return other.toLowerCase()
    } catch (error) {
      if (options.signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
      deps.onSource(name, error)
      return null
    }
  }

  /** Before two sources are called at odds, the other one learns whether the fork has moved. */
  async function differs({ block, root }: OwnRoot, source: SecondSource, signal: AbortSignal): Promise<string | null> {
    const key = `${source.name}:${block}:${root}`
    if (agreed.has(key)) return null
    const first = await askOther(block, source, { relearn: false, signal })
    const other = first === null || first === root ? first : await askOther(block, source, { relearn: true, signal })
    if (other !== null && other !== root) return `block ${block}: own node ${root}, ${source.name} ${other}`
    if (other === root) agreed.set(key, true)
    trim(agreed, keep)
    return null
  }

  return {
    roots: (blocks, signal) => inParallel(blocks, parallel, (block) => rootOf(block, signal)),
    async check(roots, signal) {
      const pairs = roots.flatMap((own) => deps.seconds.map((source) => ({ own, source })))
      const found = await inParallel(pairs, parallel, ({ own, source }) => differs(own, source, signal))
      return found.find((text) => text !== null) ?? null
    },
    forget() {
      kept.clear()
      agreed.clear()
    },
    meter: () => ({ ...count })
  }
}

/** What somebody else's request ended with: its being called off is no answer for us. */
function leftAlone(error: unknown, signal: AbortSignal): null {
  if (error instanceof AbortedError && !signal.aborted) return null
  throw error
}

function trim(map: Map<unknown, unknown>, keep: number): void {
  for (const key of map.keys()) {
    if (map.size <= keep) return
    map.delete(key)
  }
}

async function inParallel<T, R>(items: readonly T[], parallel: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++
      results[at] = await work(items[at] as T)
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, lane))
  return results
}
