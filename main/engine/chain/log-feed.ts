import type { Address } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Service } from '../runtime/supervise.ts'
import { createWaker } from '../runtime/waker.ts'
import { DeliveredLogs } from './delivered-logs.ts'
import type { RunningHeadTracker } from './head-tracker.ts'
import { keepFollowing } from './keep-following.ts'
import { createLiveSubscription, type LiveSubscription } from './live-subscription.ts'
import { emptyScanMemory, type ScanMemory, scanLogs, type Topics } from './log-scanner.ts'
import { parseLog } from './parse-log.ts'
import type { ChainLog, HeadTracker, RpcPool } from './types.ts'

/** Timers stand still while the machine sleeps: no wait is longer, and a longer one than this was a sleep. */
const tickMs = 15_000
const asleepMs = 60_000

type Options = {
  pool: RpcPool
  /** Asked for the newest head where it can do that, so that one request serves both. */
  heads: HeadTracker & Partial<Pick<RunningHeadTracker, 'onReorg' | 'refresh'>>
  clock: Clock
  log: Logger
  addresses: readonly Address[]
  topics?: Topics
  /** First block whose logs are wanted. */
  startBlock: bigint
  /** In order; each log once, unless it was removed in between. Must not throw. */
  onLogs: (logs: readonly ChainLog[]) => void
  /** Logs delivered before whose block is no longer on the chain; newest first. Must not throw. */
  onRemoved: (logs: readonly ChainLog[]) => void
  /** How many blocks before the last scan are read again. */
  reorgMargin?: bigint
  /** With a websocket: how often the logs are read again all the same. */
  recheckMs?: number
  /** Without one: how often they are read. */
  pollMs?: number
  concurrency?: number
  memory?: ScanMemory
}

export type LogFeed = Service & {
  /** Reads the logs now. */
  poke(): void
  setPollMs(ms: number): void
  /** Reads them this many times less often than it was told to, until the next such call. */
  stretch(factor: number): void
}

/**
 * Logs of some contracts from a block on: those of the past, then as they come. The subscription only makes it quick: every reconnect, reorg, gap between
 * heads, wake-up, and every few minutes the logs since the last scan (and a margin before it) are read again, so a dropped socket loses nothing.
 */
export function createLogFeed(options: Options): LogFeed {
  const { pool, heads, clock, log, addresses, topics, reorgMargin = 64n, recheckMs = 300_000 } = options
  const concurrency = options.concurrency ?? 4
  const waker = createWaker(clock)
  const memory = options.memory ?? emptyScanMemory()
  const delivered = new DeliveredLogs()
  let pollMs = options.pollMs ?? 60_000
  let stretch = 1
  let nextBlock = options.startBlock
  let heldBack: ChainLog[] | null = null
  let poked = false

  const poke = (): void => {
    poked = true
    waker.wake()
  }

  function takeLive(raw: unknown): void {
    const one = parseLog(raw)
    if (heldBack) heldBack.push(one)
    else deliver([one])
  }

  function deliver(logs: readonly ChainLog[]): void {
    const removed = delivered.remove(logs.filter((one) => one.removed))
    if (removed.length > 0) options.onRemoved(removed)
    const fresh = delivered.add(logs.filter((one) => !one.removed && one.blockNumber >= options.startBlock))
    if (fresh.length > 0) options.onLogs(fresh)
  }

  async function scan(toBlock: bigint, signal: AbortSignal): Promise<void> {
    const from = later(options.startBlock, nextBlock - reorgMargin)
    const range = { fromBlock: from, toBlock, ...(topics && { topics }) }
    const found = await scanLogs({ pool, clock, address: addresses, ...range, signal, memory, concurrency })
    const gone = delivered.remove(await removedSince(from, toBlock, found, signal))
    if (gone.length > 0) options.onRemoved(gone)
    deliver(found)
    nextBlock = later(nextBlock, toBlock + 1n)
    delivered.forgetBefore(nextBlock - 2n * reorgMargin)
  }

  /** Delivered logs that the scan did not find again and whose block is another one now. A node that lags behind does not count. */
  async function removedSince(
    from: bigint,
    to: bigint,
    found: readonly ChainLog[],
    signal: AbortSignal
  ): Promise<ChainLog[]> {
    const missing = delivered.missingFrom(found, from, to)
    const hashes = new Map<bigint, unknown>()
    for (const number of new Set(missing.map((one) => one.blockNumber)))
      hashes.set(number, await hashAt(number, signal))
    return missing.filter((one) => {
      const hash = hashes.get(one.blockNumber)
      return typeof hash === 'string' && hash.toLowerCase() !== one.blockHash
    })
  }

  async function hashAt(number: bigint, signal: AbortSignal): Promise<unknown> {
    const params = [`0x${number.toString(16)}`, false]
    const block = await pool.request({ method: 'eth_getBlockByNumber', params, reason: 'logs', signal })
    return typeof block === 'object' && block !== null ? Reflect.get(block, 'hash') : null
  }

  async function headNumber(signal: AbortSignal): Promise<bigint> {
    if (heads.refresh) return (await heads.refresh(signal)).number
    const answer = await pool.request({ method: 'eth_blockNumber', params: [], reason: 'logs', signal })
    if (typeof answer === 'string' && /^0x[0-9a-f]{1,13}$/i.test(answer)) return later(BigInt(answer), knownHead())
    throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_blockNumber' }, { retryable: true })
  }

  const knownHead = (): bigint => heads.head()?.number ?? 0n

  async function run({ signal, ready }: { signal: AbortSignal; ready: () => void }): Promise<void> {
    const params = ['logs', { address: addresses, ...(topics && { topics }) }]
    const line = createLiveSubscription({ pool, params, onMessage: takeLive, onLost: poke })
    const unlisten = heads.onReorg?.(poke)
    const unwatch = watchGaps(() => line.live())
    try {
      await keepFollowing({
        log,
        failedEvent: 'logs.failed',
        ready,
        look: () => look(line, signal),
        rest: (afterErrorMs) => rest(line, afterErrorMs, signal)
      })
    } finally {
      unlisten?.()
      unwatch()
      line.drop()
    }
  }

  /** A subscription that left out a block has left out logs, perhaps. */
  function watchGaps(isLive: () => boolean): () => void {
    let last: bigint | null = null
    return heads.onHead(({ number }) => {
      if (last !== null && number > last + 1n && isLive()) poke()
      last = number
    })
  }

  /** Subscribes before it scans: what happens in between comes by one of the two. Until a scan succeeded, what the subscription brings waits. */
  async function look(line: LiveSubscription, signal: AbortSignal): Promise<void> {
    const seenMs = heads.head()?.seenAtMs ?? Number.NEGATIVE_INFINITY
    const isRecent = line.live() || clock.now() - seenMs < pollMs * stretch
    const isFirstOrUnfinished = heldBack !== null || nextBlock === options.startBlock
    const isRoutine = !poked && !isFirstOrUnfinished && isRecent && knownHead() >= nextBlock
    poked = false
    heldBack ??= []
    await line.ensure(signal)
    await scan(isRoutine ? knownHead() : await headNumber(signal), signal)
    const live = heldBack
    heldBack = null
    for (const one of live) deliver([one])
  }

  async function rest(line: LiveSubscription, afterErrorMs: number | null, signal: AbortSignal): Promise<void> {
    const sinceMs = clock.now()
    while (afterErrorMs !== null || !poked) {
      const leftMs = sinceMs + (afterErrorMs ?? (line.live() ? recheckMs : pollMs) * stretch) - clock.now()
      if (leftMs <= 0) return
      const beforeMs = clock.now()
      await waker.wait(Math.min(leftMs, tickMs), signal)
      if (clock.now() - beforeMs >= asleepMs) return
    }
  }

  return {
    name: `${pool.role}-logs`,
    run,
    poke,
    setPollMs(ms) {
      pollMs = ms
      waker.wake()
    },
    stretch(factor) {
      if (factor === stretch) return
      stretch = factor
      waker.wake()
    }
  }
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b)
