import { describe, expect, it } from 'vitest'
import { decideMachine, type MachineLimits } from './decide-machine.ts'
import { problemOf } from './machine-problem.ts'
import { firstView, type MachineEvent, type MachineState, type MachineView, nextView } from './machine-view.ts'

const limits: MachineLimits = {
  pollMs: 5_000,
  probeMs: 1_000,
  readyLookMs: 300_000,
  idleLookMs: 600_000,
  settleMs: 15_000,
  readyWithinMs: 900_000,
  backoff: { baseMs: 2_000, maxMs: 60_000, resetAfterMs: 0, jitter: () => 1 }
}
const now = 1_000_000
const base: MachineView = { ...firstView(now), lookedAtMs: now }
const states = [
  'unknown',
  'stopped',
  'pending',
  'running-not-ready',
  'ready',
  'stopping',
  'terminated',
  'failed'
] as const satisfies MachineState[]

const viewIn = (state: MachineState, change: Partial<MachineView> = {}): MachineView => ({
  ...base,
  state,
  sinceMs: now - 1,
  address: state === 'ready' || state === 'running-not-ready' ? '10.0.0.1' : null,
  ...change
})
const wanted = (state: MachineState, change: Partial<MachineView> = {}): MachineView =>
  viewIn(state, { wanted: true, leased: true, waitingSinceMs: state === 'ready' ? null : now, ...change })
const leased = (state: MachineState, change: Partial<MachineView> = {}): MachineView =>
  viewIn(state, { leased: true, ...change })
const actionOf = (view: MachineView, at = now): string => decideMachine(view, at, limits).action

const looked = (state: 'pending' | 'running' | 'stopping' | 'stopped' | 'terminated'): MachineEvent => ({
  kind: 'looked',
  look: { state, address: state === 'running' ? '10.0.0.2' : null }
})
const passing = problemOf('THROTTLED')
const events: Record<string, MachineEvent> = {
  wanted: { kind: 'wanted' },
  released: { kind: 'released' },
  pending: looked('pending'),
  running: looked('running'),
  stopping: looked('stopping'),
  stopped: looked('stopped'),
  terminated: looked('terminated'),
  commanded: { kind: 'commanded', what: 'start' },
  answered: { kind: 'answered' },
  silent: { kind: 'silent' },
  'erred once': { kind: 'erred', problem: passing, final: false },
  'erred for good': { kind: 'erred', problem: problemOf('NOT_AUTHORIZED'), final: true },
  'wrong state': { kind: 'erred', problem: problemOf('WRONG_STATE'), final: false }
}
const sees: Record<string, MachineState> = {
  pending: 'pending',
  running: 'running-not-ready',
  stopping: 'stopping',
  stopped: 'stopped',
  terminated: 'terminated'
}

/** The state that a wanted machine comes to. */
function expected(state: MachineState, event: string): MachineState {
  const seen = sees[event]
  if (seen) return seen
  if (event === 'released') return state === 'failed' ? 'unknown' : state
  if (event === 'answered') return state === 'running-not-ready' ? 'ready' : state
  if (event === 'silent') return state === 'ready' ? 'running-not-ready' : state
  if (event === 'erred for good') return state === 'ready' ? 'ready' : 'failed'
  return event === 'wrong state' ? 'unknown' : state
}

describe('the machine in every state, met by every event', () => {
  const table = states.flatMap((state) => Object.keys(events).map((event) => [state, event] as const))

  it.each(table)('%s, %s', (state, name) => {
    const event = events[name] as MachineEvent
    const view = wanted(state)
    const next = nextView(view, event, now + 10)
    expect(next.state).toBe(expected(state, name))
    expect(next.sinceMs).toBe(next.state === state ? view.sinceMs : now + 10)
    // Whatever happens, a decision is made, and what is wanted and not ready has a deadline.
    const decision = decideMachine(next, now + 10, limits)
    expect(decision.reason).not.toBe('')
    expect(decision.deadlineMs === null).toBe(next.waitingSinceMs === null)
    expect(next.waitingSinceMs === null).toBe(!next.wanted || next.state === 'ready')
    // Not wanted, it is never started and never used.
    expect(['start', 'use', 'give-up']).not.toContain(actionOf(nextView(leased(state), event, now), now))
  })

  it.each(states)('is asked about anew when it becomes wanted: %s', (state) => {
    const next = nextView(viewIn(state), { kind: 'wanted' }, now)
    expect(next).toMatchObject({ state: 'unknown', wanted: true, leased: true, waitingSinceMs: now })
    expect(actionOf(next)).toBe('look')
    expect(nextView(viewIn(state), { kind: 'released' }, now)).toEqual(viewIn(state))
    expect(nextView(viewIn(state), { kind: 'leased', leased: true }, now).leased).toBe(true)
  })

  it.each(states)('a failure ends nothing that is not wanted: %s', (state) => {
    const erred = nextView(leased(state), events['erred for good'] as MachineEvent, now)
    expect(erred).toMatchObject({ state, failures: 1, problem: { code: 'NOT_AUTHORIZED' } })
  })
})

describe('the next step', () => {
  it.each([
    ['unknown', 'look', 'look', 'look'],
    ['stopped', 'start', 'settle', 'rest'],
    ['pending', 'look', 'look', 'look'],
    ['running-not-ready', 'probe', 'stop', 'report'],
    ['ready', 'use', 'stop', 'report'],
    ['stopping', 'look', 'look', 'look'],
    ['terminated', 'give-up', 'settle', 'rest'],
    ['failed', 'give-up', 'look', 'look']
  ] as const)('%s: wanted %s, leased %s, neither %s', (state, whenWanted, whenLeased, whenNeither) => {
    expect(actionOf(wanted(state))).toBe(whenWanted)
    expect(actionOf(leased(state))).toBe(whenLeased)
    expect(actionOf(viewIn(state))).toBe(whenNeither)
  })

  it('waits between looks while it changes, and looks at once when it never did', () => {
    for (const state of ['pending', 'stopping'] as const)
      for (const make of [wanted, leased]) {
        expect(decideMachine(make(state), now, limits)).toMatchObject({ action: 'look', atMs: now + 5_000 })
        expect(decideMachine(make(state, { lookedAtMs: null }), now, limits).atMs).toBe(now)
      }
  })

  it('probes by the second, reads the address again meanwhile, and reads one that is not there yet', () => {
    const view = wanted('running-not-ready', { probedAtMs: now })
    expect(decideMachine(view, now, limits)).toMatchObject({ action: 'probe', atMs: now + 1_000 })
    expect(actionOf(view, now + 15_000)).toBe('look')
    const bare = wanted('running-not-ready', { address: null })
    expect(decideMachine(bare, now, limits)).toMatchObject({ action: 'look', atMs: now + 5_000 })
  })

  it('asks AWS now and then while it is used, and while it rests', () => {
    expect(decideMachine(wanted('ready'), now, limits)).toMatchObject({ action: 'use', atMs: now + 300_000 })
    expect(actionOf(wanted('ready'), now + 300_000)).toBe('look')
    expect(decideMachine(viewIn('stopped'), now, limits)).toMatchObject({ action: 'rest', atMs: now + 600_000 })
    expect(actionOf(viewIn('ready'), now + 600_000)).toBe('look')
  })

  it('keeps ready what runs at the same address, and asks again at another', () => {
    const same: MachineEvent = { kind: 'looked', look: { state: 'running', address: '10.0.0.1' } }
    expect(nextView(wanted('ready'), same, now).state).toBe('ready')
    expect(nextView(wanted('ready'), looked('running'), now)).toMatchObject({
      state: 'running-not-ready',
      address: '10.0.0.2',
      waitingSinceMs: now
    })
    expect(nextView(wanted('ready'), { kind: 'silent' }, now)).toMatchObject({ lookedAtMs: null, waitingSinceMs: now })
    expect(nextView(leased('ready'), { kind: 'silent' }, now).waitingSinceMs).toBeNull()
  })

  it('gives AWS time to show a command before it is repeated', () => {
    const started = nextView(wanted('stopped'), { kind: 'commanded', what: 'start' }, now)
    expect(decideMachine(started, now, limits)).toMatchObject({ action: 'look', atMs: now + 5_000 })
    const stillStopped = nextView(started, looked('stopped'), now + 5_000)
    expect(stillStopped.commanded).not.toBeNull()
    expect(actionOf(stillStopped, now + 15_000)).toBe('start')
    expect(nextView(started, looked('pending'), now).commanded).toBeNull()

    const stopped = nextView(leased('ready'), { kind: 'commanded', what: 'stop' }, now)
    expect(actionOf(stopped)).toBe('look')
    expect(actionOf(nextView(stopped, looked('running'), now), now + 15_000)).toBe('stop')
    expect(nextView(stopped, looked('stopping'), now).commanded).toBeNull()
  })

  it('does not take a machine for down whose start was just asked for', () => {
    const view = nextView(wanted('stopped'), { kind: 'commanded', what: 'start' }, now)
    const released = nextView(view, { kind: 'released' }, now)
    expect(actionOf(released)).toBe('look')
    expect(actionOf(nextView(released, looked('stopped'), now), now + 15_000)).toBe('settle')
  })

  it('waits longer after each failure, for what AWS is asked', () => {
    const failing = (failures: number): MachineView =>
      wanted('stopped', { failures, failedAtMs: now, problem: passing })
    expect([1, 2, 3, 9].map((n) => decideMachine(failing(n), now, limits).atMs - now)).toEqual([
      2_000, 4_000, 8_000, 60_000
    ])
    const probing = wanted('running-not-ready', { failures: 3, failedAtMs: now, probedAtMs: null })
    expect(decideMachine(probing, now, limits)).toMatchObject({ action: 'probe', atMs: now })
  })

  it('asks for ever with a lease, and rarely without one', () => {
    const view = { failures: 3, failedAtMs: now, problem: passing }
    expect(decideMachine(leased('unknown', view), now, limits)).toMatchObject({ action: 'look', atMs: now + 8_000 })
    expect(decideMachine(viewIn('unknown', view), now, limits)).toMatchObject({ action: 'rest', atMs: now + 600_000 })
    expect(actionOf(viewIn('unknown', view), now + 600_000)).toBe('look')
  })

  it.each([
    [wanted('pending'), 'START_TIMEOUT'],
    [wanted('running-not-ready'), 'SPEC_TIMEOUT'],
    [wanted('running-not-ready', { address: null }), 'NO_ADDRESS'],
    [wanted('stopped', { problem: problemOf('NO_CAPACITY') }), 'NO_CAPACITY'],
    [wanted('terminated', { problem: problemOf('TERMINATED') }), 'TERMINATED']
  ])('gives up at the deadline, by name (%#)', (view, code) => {
    expect(decideMachine(view, now + 900_000, limits)).toMatchObject({ action: 'give-up', problem: { code } })
  })

  it('names a failure that has no name AWS_FAILED', () => {
    expect(decideMachine(wanted('failed'), now, limits).problem?.code).toBe('AWS_FAILED')
  })
})
