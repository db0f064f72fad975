import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from 'react'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { chainNowSec } from './chain-clock.ts'
import { sameValue } from './same-value.ts'
import type { Store, StoreState } from './store.ts'
import { ticker } from './ticker.ts'

/** What every screen may use: commands through the bridge, the live picture from the store. */
export type Engine = { bridge: Bridge; store: Store }

export const EngineContext = createContext<Engine | null>(null)

export const useEngine = (): Engine => {
  const engine = useContext(EngineContext)
  if (engine === null) throw new Error('EngineContext is missing above this component')
  return engine
}

/** A part of the store's state; renders again only when that part has changed. */
export const useStoreState = <T,>(select: (state: StoreState) => T): T => {
  const { store } = useEngine()
  const held = useRef<{ value: T } | null>(null)
  const read = useCallback(() => {
    const value = select(store.getState())
    if (held.current === null || !sameValue(held.current.value, value)) held.current = { value }
    return held.current.value
  }, [store, select])
  return useSyncExternalStore(store.subscribe, read, read)
}

const snapshotOf = (state: StoreState): EngineSnapshot | null => state.snapshot
export const useSnapshot = (): EngineSnapshot | null => useStoreState(snapshotOf)

/** Local time in milliseconds, once a second. */
export const useNowMs = (): number => useSyncExternalStore(ticker.subscribe, ticker.getNowMs, ticker.getNowMs)

const clockOf = (state: StoreState) => state.clock
/** L1 chain time in seconds, once a second; local time while no block has been seen. */
export const useChainNowSec = (): number => {
  const nowMs = useNowMs()
  const clock = useStoreState(clockOf)
  return clock === null ? nowMs / 1000 : chainNowSec(clock, nowMs)
}
