import { expect, it } from 'vitest'
import { snapshotDouble } from '../dev/snapshot-double.ts'
import { linkState } from './link-state.ts'
import type { StoreState } from './store.ts'

const state = (over: Partial<StoreState>): StoreState => ({
  snapshot: snapshotDouble(),
  receivedAtMs: 0,
  clock: null,
  link: 'connected',
  loadError: null,
  ...over
})
const loadError = { code: 'IPC_TIMEOUT', message: '', retryable: true, context: {} }

it.each([
  [{ snapshot: null, link: 'connecting' }, 'loading'],
  [{ snapshot: null, loadError }, 'unreachable'],
  [{ snapshot: null, link: 'lost' }, 'unreachable'],
  [{ link: 'lost' }, 'lost'],
  [{ receivedAtMs: 100_000 - 35_001 }, 'quiet'],
  [{ receivedAtMs: 99_000, loadError }, 'live']
] as const)('%o is %s', (over, expected) => {
  expect(linkState(state(over), 100_000)).toBe(expected)
})
