import { describe, expect, it } from 'vitest'
import type { StampedEvent } from '../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../shared/domain/snapshot.ts'
import { AppError } from '../shared/errors.ts'
import { ManualClock } from './engine/runtime/manual-clock.ts'
import { createEngineHost, type HostedEngine } from './engine-host.ts'
import { idleSnapshot } from './idle-snapshot.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const idle = idleSnapshot({
  network: { name: 'practice', label: 'Practice', l1ChainId: 1, l2ChainId: 2, practice: true },
  roles: { submitter: true, challenger: false, publicRound: false }
})
const event = (seq: number): StampedEvent => ({ type: 'validator.unjailed', seq, atMs: 0 })

/** An engine that tells one event per run and then does what the test says. */
function fakeEngine(end: (signal: AbortSignal) => Promise<void>): HostedEngine {
  let tell: (e: StampedEvent) => void = () => {}
  let changed: () => void = () => {}
  return {
    snapshot: () => ({ ...idle, state: 'running', seq: 999 }),
    onSnapshot: (l) => {
      changed = l
      return () => {}
    },
    onEvent: (l) => {
      tell = l
      return () => {}
    },
    async run({ signal, ready }) {
      ready()
      changed()
      tell(event(1))
      await end(signal)
    }
  }
}
const untilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))))

function host(end: (signal: AbortSignal) => Promise<void>) {
  const clock = new ManualClock()
  const seen: EngineSnapshot[] = []
  let released = 0
  const made = createEngineHost({
    prepare: async () => ({
      engine: fakeEngine(end),
      release: async () => {
        released += 1
      }
    }),
    idle,
    clock,
    log: quiet
  })
  made.onSnapshot((s) => seen.push(s))
  return { host: made, clock, seen, released: () => released }
}
const states = (seen: EngineSnapshot[]): string[] => seen.map((s) => s.state).filter((s, i, all) => s !== all[i - 1])

describe('engine host', () => {
  it('shows every state in order, with a sequence that only rises, across a restart', async () => {
    const t = host(untilStopped)
    t.host.start()
    t.host.start()
    await t.clock.advance(0)
    await t.host.stop()
    t.host.start()
    await t.clock.advance(0)
    await t.host.stop()
    expect(states(t.seen)).toEqual([
      'starting',
      'running',
      'stopping',
      'stopped',
      'starting',
      'running',
      'stopping',
      'stopped'
    ])
    expect(t.seen.map((s) => s.seq)).toEqual(t.seen.map((_, i) => i + 1))
    expect(t.host.recentEvents(10).map((e) => e.seq)).toEqual([1, 2])
    expect(t.released()).toBe(2)
  })

  it('tries again after a passing error', async () => {
    let runs = 0
    const t = host(async (signal) => {
      runs += 1
      if (runs === 1) throw new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
      await untilStopped(signal)
    })
    t.host.start()
    await t.clock.advance(2_000)
    expect([runs, t.host.snapshot().state]).toEqual([2, 'running'])
    await t.host.stop()
  })

  it('reports a permanent error once and can be started again', async () => {
    const t = host(async () => {
      throw new AppError({ code: 'L1_WRONG_CHAIN' }, { message: 'wrong chain: change rpc.l1' })
    })
    const failures: string[] = []
    t.host.onFailure((f) => failures.push(f.message))
    t.host.start()
    await t.clock.advance(60_000)
    expect(failures).toEqual(['wrong chain: change rpc.l1'])
    expect(t.host.snapshot()).toMatchObject({ state: 'failed', stateReason: 'wrong chain: change rpc.l1' })
    t.host.start()
    await t.clock.advance(0)
    expect(failures).toHaveLength(2)
  })

  it('says what the start waits for, and stops all the same', async () => {
    const clock = new ManualClock()
    const seen: (string | null)[] = []
    const made = createEngineHost({
      prepare: async (signal, tell) => {
        tell('Unlock the vault.')
        await untilStopped(signal)
        throw new Error('not reached')
      },
      idle,
      clock,
      log: quiet
    })
    made.onSnapshot(({ state, stateReason }) => seen.push(`${state} ${stateReason}`))
    made.start()
    await expect.poll(() => seen).toContain('starting Unlock the vault.')
    await made.stop()
    expect(seen.at(-1)).toBe('stopped null')
  })
})
