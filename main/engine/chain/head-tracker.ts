import type { Head } from '../../../shared/domain/snapshot.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Service } from '../runtime/supervise.ts'
import { createWaker } from '../runtime/waker.ts'
import { HeadBook } from './head-book.ts'
import { keepFollowing } from './keep-following.ts'
import { createLiveSubscription, type LiveSubscription } from './live-subscription.ts'
import { parseHead } from './parse-head.ts'
import type { HeadTracker, RpcPool } from './types.ts'

/** Timers stand still while the machine sleeps, so no wait is longer. */
const tickMs = 15_000

type Options = {
  pool: RpcPool
  clock: Clock
  log: Logger
  /** How often to ask where no websocket brings the heads. */
  pollMs?: number
  /** With a websocket: how long no head may come before the node is asked. */
  silenceMs?: number
  /** No new head for so long: the chain is halted or the node stale. */
  haltedAfterSec?: number
}

export type Reorg = { from: Head; to: Head }

export type RunningHeadTracker = HeadTracker &
  Service & {
    /** The chain has other blocks now where the old head was. Not every reorg is noticed where heads are asked for now and then. */
    onReorg(listener: (reorg: Reorg) => void): () => void
    /** From now on asks at this interval (only where no websocket brings the heads). */
    setPollMs(ms: number): void
    /** Asks for the newest head now. */
    refresh(signal: AbortSignal): Promise<Head>
    /** Since when no new head has come, milliseconds; null while heads come. */
    staleSinceMs(): number | null
  }

/** Follows the head of one chain: by subscription where the pool has a websocket, else by asking. Answers of a lagging node are ignored. */
export function createHeadTracker(options: Options): RunningHeadTracker {
  const { pool, clock, log, silenceMs = 60_000, haltedAfterSec = 300 } = options
  const book = new HeadBook()
  const listeners = new Set<(head: Head) => void>()
  const reorgListeners = new Set<(reorg: Reorg) => void>()
  const waker = createWaker(clock)
  let pollMs = options.pollMs ?? 12_000
  let startedMs: number | null = null
  let askedMs = 0

  function take(raw: unknown): void {
    const news = book.take(parseHead(raw), clock.now())
    if (news.kind === 'stale') log.debug('head.stale-answer', { role: pool.role })
    if (news.kind === 'same' || news.kind === 'stale') return
    if (news.kind === 'reorg') {
      log.info('head.reorg', { role: pool.role, from: news.from.number, to: news.head.number })
      for (const listener of reorgListeners) listener({ from: news.from, to: news.head })
    }
    for (const listener of listeners) listener(news.head)
  }

  async function refresh(signal: AbortSignal): Promise<Head> {
    askedMs = clock.now()
    take(await pool.request({ method: 'eth_getBlockByNumber', params: ['latest', false], reason: 'head', signal }))
    const head = book.head
    if (!head) throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_getBlockByNumber' }, { retryable: true })
    return head
  }

  async function run({ signal, ready }: { signal: AbortSignal; ready: () => void }): Promise<void> {
    startedMs ??= clock.now()
    const line = createLiveSubscription({ pool, params: ['newHeads'], onMessage: take, onLost: waker.wake })
    try {
      await keepFollowing({
        log,
        failedEvent: 'head.failed',
        ready,
        look: () => look(line, signal),
        rest: (afterErrorMs) => rest(line, afterErrorMs, signal)
      })
    } finally {
      line.drop()
    }
  }

  async function look(line: LiveSubscription, signal: AbortSignal): Promise<void> {
    const before = book.head
    await line.ensure(signal)
    const head = await refresh(signal)
    // The node has a newer head than the subscription told of: the subscription is dead.
    const silent = before !== null && head.number > before.number && clock.now() - before.seenAtMs >= silenceMs
    if (!silent || !line.live()) return
    line.drop()
    await line.ensure(signal)
  }

  /** Until the node must be asked again: the subscription was lost, was silent for too long, or there is none. */
  async function rest(line: LiveSubscription, afterErrorMs: number | null, signal: AbortSignal): Promise<void> {
    const sinceMs = clock.now()
    const wasLive = line.live()
    while (line.live() || !wasLive) {
      const live = line.live() && afterErrorMs === null
      const fromMs = live ? Math.max(sinceMs, book.head?.seenAtMs ?? 0) : Math.max(sinceMs, askedMs)
      const leftMs = fromMs + (afterErrorMs ?? (live ? silenceMs : pollMs)) - clock.now()
      if (leftMs <= 0) return
      await waker.wait(Math.min(leftMs, tickMs), signal)
    }
  }

  return {
    name: `${pool.role}-head`,
    run,
    refresh,
    head: () => book.head,
    chainNowSec: () => book.chainNowSec(clock.now()),
    onHead: (listener) => adding(listeners, listener),
    onReorg: (listener) => adding(reorgListeners, listener),
    setPollMs(ms) {
      if (ms === pollMs) return
      pollMs = ms
      waker.wake()
    },
    staleSinceMs() {
      const sinceMs = book.head?.seenAtMs ?? startedMs
      return sinceMs !== null && clock.now() - sinceMs >= haltedAfterSec * 1000 ? sinceMs : null
    }
  }
}

function adding<T>(set: Set<T>, item: T): () => void {
  set.add(item)
  return () => set.delete(item)
}
