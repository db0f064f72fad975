import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { Reply, WireError } from '../../shared/ipc/result.ts'
import { adjustClock, type ChainClock, observeClock } from './chain-clock.ts'

export type Link = 'connecting' | 'connected' | 'lost'

export type StoreState = {
  snapshot: EngineSnapshot | null
  /** Local time at which the snapshot, or a confirmation that it is still the newest, arrived. */
  receivedAtMs: number
  clock: ChainClock | null
  link: Link
  /** Why the last attempt to load failed; null after a success. */
  loadError: WireError | null
}

export type Store = {
  getState(): StoreState
  subscribe(listener: () => void): () => void
  /** Events in order, each once. Lost ones are not repeated: `onResync` says so. */
  onEvent(listener: (event: StampedEvent) => void): () => void
  /** Events may have been missed: reload whatever was built from them. */
  onResync(listener: () => void): () => void
  /** Takes a snapshot that came as the reply to a command. */
  accept(snapshot: EngineSnapshot): void
  /** Asks for the newest snapshot. */
  refresh(): Promise<void>
  stop(): void
}

/** Waiting and the time of day, so that tests can stand in for both. */
export type StoreTimers = { nowMs(): number; after(ms: number, run: () => void): () => void }

const browserTimers: StoreTimers = {
  nowMs: () => Date.now(),
  after: (ms, run) => {
    const id = setTimeout(run, ms)
    return () => clearTimeout(id)
  }
}

const retryMs = 1_500
const quietMs = 15_000
const restartMs = 5_000
const askMs = 10_000

/** One live picture of the engine: subscribes first, then loads; drops what is older; loads again on a gap, on reconnect and after a silence. */
export const createStore = (bridge: Bridge, timers: StoreTimers = browserTimers): Store => {
  let state: StoreState = { snapshot: null, receivedAtMs: 0, clock: null, link: 'connecting', loadError: null }
  let lastEventSeq: number | null = null
  let loading: Promise<void> | null = null
  let loadAgain = false
  let stopped = false
  let cancelTimer = () => {}
  const listeners = new Set<() => void>()
  const eventListeners = new Set<(event: StampedEvent) => void>()
  const resyncListeners = new Set<() => void>()

  const set = (patch: Partial<StoreState>) => {
    state = { ...state, ...patch }
    for (const listener of listeners) listener()
  }

  const accept = (snapshot: EngineSnapshot) => {
    const receivedAtMs = timers.nowMs()
    wakeAfter(quietMs)
    if (!isNewer(snapshot, state.snapshot)) return set({ receivedAtMs, link: 'connected', loadError: null })
    const clock = adjustClock(state.clock, observeClock(snapshot, receivedAtMs))
    set({ snapshot, receivedAtMs, clock, link: 'connected', loadError: null })
  }

  const load = async () => {
    const reply = await ask(bridge, timers)
    if (stopped) return
    if (reply.ok) return accept(reply.value)
    set({ loadError: reply.error })
    wakeAfter(retryMs)
  }

  const refresh = (): Promise<void> => {
    loadAgain = loading !== null
    loading ??= load().finally(() => {
      loading = null
      if (loadAgain && !stopped) void refresh()
    })
    return loading
  }

  const wakeAfter = (ms: number) => {
    cancelTimer()
    cancelTimer = timers.after(ms, () => void refresh())
  }

  const resync = () => {
    for (const listener of resyncListeners) listener()
    void refresh()
  }

  const takeEvent = (event: StampedEvent) => {
    const missed = lastEventSeq !== null && event.seq > lastEventSeq + 1
    if (lastEventSeq !== null && event.seq <= lastEventSeq) return
    lastEventSeq = event.seq
    for (const listener of eventListeners) listener(event)
    if (missed) resync()
  }

  const takeConnection = (connected: boolean) => {
    if (!connected) return set({ link: 'lost' })
    const wasLost = state.link === 'lost'
    lastEventSeq = null
    set({ link: state.snapshot === null ? 'connecting' : 'connected' })
    if (wasLost) resync()
  }

  const unsubscribe = [
    bridge.subscribe('engine.snapshot', accept),
    bridge.subscribe('engine.event', takeEvent),
    bridge.onConnection(takeConnection)
  ]
  void refresh()

  return {
    getState: () => state,
    subscribe: (listener) => add(listeners, listener),
    onEvent: (listener) => add(eventListeners, listener),
    onResync: (listener) => add(resyncListeners, listener),
    accept,
    refresh,
    stop: () => {
      stopped = true
      cancelTimer()
      for (const off of unsubscribe) off()
    }
  }
}

/** `seq` decides; a later picture with a lower `seq` means that the engine's process is a new one and counts from the start again. */
export const isNewer = (next: EngineSnapshot, known: EngineSnapshot | null): boolean =>
  known === null || next.seq > known.seq || next.takenAtMs > known.takenAtMs + restartMs

const ask = async (bridge: Bridge, timers: StoreTimers): Promise<Reply<EngineSnapshot>> => {
  let cancel = () => {}
  const late = new Promise<Reply<EngineSnapshot>>((resolve) => {
    cancel = timers.after(askMs, () => resolve(failure('IPC_TIMEOUT')))
  })
  try {
    return await Promise.race([bridge.invoke('engine.snapshot', undefined), late])
  } catch {
    return failure('IPC_FAILED')
  } finally {
    cancel()
  }
}

const failure = (code: string): Reply<EngineSnapshot> => ({
  ok: false,
  error: { code, message: 'The app did not answer.', retryable: true, context: {} }
})

const add = <T>(set: Set<T>, item: T): (() => void) => {
  set.add(item)
  return () => {
    set.delete(item)
  }
}
