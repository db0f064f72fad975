import type { StoreState } from './store.ts'

/** `quiet`: connected, but the app has not answered for longer than it should take. */
export type LinkState = 'loading' | 'unreachable' | 'live' | 'lost' | 'quiet'

const quietAfterMs = 35_000

/** How far what is on screen can be trusted. */
export const linkState = ({ snapshot, link, loadError, receivedAtMs }: StoreState, nowMs: number): LinkState => {
  if (snapshot === null) return loadError === null && link !== 'lost' ? 'loading' : 'unreachable'
  if (link === 'lost') return 'lost'
  return nowMs - receivedAtMs > quietAfterMs ? 'quiet' : 'live'
}
