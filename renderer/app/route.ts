import { useSyncExternalStore } from 'react'

/** `#/outputs` is `outputs`; anything else about the address is ignored. */
export const routeOf = (hash: string): string => /^#\/([a-z-]+)/.exec(hash)?.[1] ?? ''

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The name of the screen in the address bar; empty for the first one. */
export const useRoute = (): string => useSyncExternalStore(subscribe, () => routeOf(window.location.hash))
