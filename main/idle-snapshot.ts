import { openGuard } from '../shared/domain/guard.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'

/** What the screens see before there is an engine. */
export const idleSnapshot = ({ network, roles }: Pick<EngineSnapshot, 'network' | 'roles'>): EngineSnapshot => ({
  seq: 0,
  state: 'stopped',
  stateReason: null,
  network,
  account: null,
  roles,
  chain: null,
  validator: null,
  next: null,
  priorityValidator: null,
  pending: [],
  outputs: [],
  challenges: [],
  totals: { outputsSeen: 0, mySubmissions: 0, rewardsWei: 0n, feesWei: 0n, missedRounds: 0 },
  endpoints: [],
  gates: [],
  health: [],
  guard: openGuard,
  takenAtMs: 0
})
