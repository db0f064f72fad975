import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Bridge } from '../../../shared/ipc/bridge.ts'
import { useChainNowSec, useEngine, useNowMs, useStoreState } from '../../app/engine-context.tsx'
import type { StoreState } from '../../app/store.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { ledgerOf } from '../../ledger/ledger-of.ts'
import { ActionDesk, type DeskState } from './action-desk.ts'

const desks = new WeakMap<Bridge, ActionDesk>()
const practiceOf = ({ snapshot }: StoreState): boolean => snapshot?.network.practice ?? false
const stateOf = ({ snapshot }: StoreState) => snapshot?.state ?? null

const after = (ms: number, run: () => void): (() => void) => {
  const id = setTimeout(run, ms)
  return () => clearTimeout(id)
}

/** The one desk of this window, whichever screen is open. */
export const useDesk = (): ActionDesk => {
  const { bridge, store } = useEngine()
  return useMemo(() => {
    const ledger = () => ledgerOf(bridge, practiceOf(store.getState()))
    const desk = desks.get(bridge) ?? new ActionDesk({ bridge, ledger, after })
    desks.set(bridge, desk)
    return desk
  }, [bridge, store])
}

export const useDeskState = (): DeskState => {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, desk.getState, desk.getState)
}

export const useLedger = (): Ledger => {
  const { bridge } = useEngine()
  return ledgerOf(bridge, useStoreState(practiceOf))
}

const lookEveryMs = 10_000
/** Around the moment when a condition comes true, and while something is under way. */
const closeLookEveryMs = 2_000
const closeSec = 3

/** Keeps the picture fresh while a screen shows it: calmly, but closely around the moments that matter. */
export const useFreshDesk = (): void => {
  const desk = useDesk()
  const { store } = useEngine()
  const { overview } = useDeskState()
  const nowSec = useChainNowSec()
  const running = useStoreState(stateOf)
  const moments = overview?.actions.flatMap(({ conditions }) => conditions.flatMap((c) => c.untilSec ?? [])) ?? []
  const close = overview === null || moments.some((sec) => sec - nowSec < closeSec)
  const slot = Math.floor(useNowMs() / (close ? closeLookEveryMs : lookEveryMs))
  const refresh = useCallback(() => void desk.refresh(), [desk])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new slot, and each new state of the engine, is a reason to look again
  useEffect(refresh, [refresh, slot, running])
  useEffect(() => store.onResync(refresh), [store, refresh])
}
