import { useSyncExternalStore } from 'react'

/** `#/outputs` is `outputs`; anything else about the address is ignored. */
export const routeOf = (hash: string): string => /^#\/([a-z-]+)/.exec(hash)?.[1] ?? ''

/** What follows the screen's name: `#/challenges/12/0xab` gives `['12', '0xab']`. */
export const routePartsOf = (hash: string): string[] => hash.split('/').slice(2).filter(Boolean)

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The name of the screen in the address bar; empty for the first one. */
export const useRoute = (): string => useSyncExternalStore(subscribe, () => routeOf(window.location.hash))

/** The hash of the address bar as it is. */
export const useHash = (): string =>
  useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => ''
  )
