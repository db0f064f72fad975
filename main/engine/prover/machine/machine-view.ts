import type { MachineLook } from './machine-port.ts'
import { type MachineProblem, problemOf } from './machine-problem.ts'

export type MachineState =
  | 'unknown'
  | 'stopped'
  | 'pending'
  | 'running-not-ready'
  | 'ready'
  | 'stopping'
  | 'terminated'
  | 'failed'

/** All that the next step depends on. Times are unix milliseconds. */
export type MachineView = {
  state: MachineState
  sinceMs: number
  /** Read anew after each start. */
  address: string | null
  /** Somebody needs it. */
  wanted: boolean
  /** It may run on our account: a lease stands on disk. */
  leased: boolean
  /** Since when it is leased and not wanted; null otherwise. */
  unneededSinceMs: number | null
  /** Since when it is wanted and not ready; null otherwise. */
  waitingSinceMs: number | null
  lookedAtMs: number | null
  probedAtMs: number | null
  /** The last command that AWS accepted, until what it says shows it. */
  commanded: { what: 'start' | 'stop'; atMs: number } | null
  problem: MachineProblem | null
  /** Calls of AWS that failed in a row. */
  failures: number
  failedAtMs: number
}

export type MachineEvent =
  | { kind: 'wanted' }
  | { kind: 'released' }
  | { kind: 'leased'; leased: boolean }
  | { kind: 'looked'; look: Pick<MachineLook, 'state' | 'address'> }
  | { kind: 'commanded'; what: 'start' | 'stop' }
  /** Its prover answered. */
  | { kind: 'answered' }
  /** Its prover did not answer, or lost the connection. */
  | { kind: 'silent' }
  | { kind: 'erred'; problem: MachineProblem; final: boolean }

export const firstView = (now: number): MachineView => ({
  state: 'unknown',
  sinceMs: now,
  address: null,
  wanted: false,
  leased: false,
  unneededSinceMs: null,
  waitingSinceMs: null,
  lookedAtMs: null,
  probedAtMs: null,
  commanded: null,
  problem: null,
  failures: 0,
  failedAtMs: 0
})

/** The view after an event. Pure and total: an event that does not fit the state changes nothing but what it says. */
export function nextView(view: MachineView, event: MachineEvent, now: number): MachineView {
  const next = changed(view, event, now)
  const unneededSinceMs = next.leased && !next.wanted ? (next.unneededSinceMs ?? now) : null
  return next.unneededSinceMs === unneededSinceMs ? next : { ...next, unneededSinceMs }
}

function changed(view: MachineView, event: MachineEvent, now: number): MachineView {
  switch (event.kind) {
    case 'wanted':
      // What was true at the last proof need not be true now: AWS is asked anew.
      return view.wanted
        ? view
        : { ...enter(view, 'unknown', now), ...noTrouble, wanted: true, leased: true, waitingSinceMs: now }
    case 'released':
      return view.wanted
        ? {
            ...enter(view, view.state === 'failed' ? 'unknown' : view.state, now),
            failures: 0,
            wanted: false,
            waitingSinceMs: null
          }
        : view
    case 'leased':
      return { ...view, leased: event.leased }
    case 'looked':
      return looked(view, event.look, now)
    case 'commanded':
      return { ...view, commanded: { what: event.what, atMs: now }, failures: 0 }
    case 'answered':
      return view.state === 'running-not-ready'
        ? { ...enter(view, 'ready', now), ...noTrouble, probedAtMs: now, waitingSinceMs: null }
        : { ...view, probedAtMs: now }
    case 'silent':
      return silent(view, now)
    case 'erred':
      return erred(view, event, now)
  }
}

const noTrouble = { failures: 0, problem: null } as const

const enter = (view: MachineView, state: MachineState, now: number): MachineView =>
  view.state === state ? view : { ...view, state, sinceMs: now }

const down: ReadonlySet<MachineLook['state']> = new Set(['stopped', 'terminated'])

function looked(view: MachineView, look: Pick<MachineLook, 'state' | 'address'>, now: number): MachineView {
  const shows = view.commanded?.what === 'start' ? look.state !== 'stopped' : look.state !== 'running'
  const commanded = shows ? null : view.commanded
  const state = stateOf(view, look)
  const waitingSinceMs = view.wanted && state !== 'ready' ? (view.waitingSinceMs ?? now) : null
  return {
    ...enter(view, state, now),
    ...noTrouble,
    problem: state === 'terminated' ? problemOf('TERMINATED') : null,
    lookedAtMs: now,
    address: down.has(look.state) ? null : look.address,
    commanded,
    waitingSinceMs
  }
}

function stateOf({ state, address }: MachineView, look: Pick<MachineLook, 'state' | 'address'>): MachineState {
  if (look.state !== 'running') return look.state
  return state === 'ready' && address === look.address ? 'ready' : 'running-not-ready'
}

function silent(view: MachineView, now: number): MachineView {
  if (view.state !== 'ready') return { ...view, probedAtMs: now }
  const waitingSinceMs = view.wanted ? now : null
  return { ...enter(view, 'running-not-ready', now), probedAtMs: now, lookedAtMs: null, waitingSinceMs }
}

type Erred = Extract<MachineEvent, { kind: 'erred' }>

/** Only what is wanted and not ready can be given up: a proof under way goes on whatever AWS says, and a machine that shall stop is tried again for as long as it takes. */
function erred(view: MachineView, { problem, final }: Erred, now: number): MachineView {
  const state = stateAfter(view, { problem, final })
  const waitingSinceMs = view.wanted && state !== 'ready' ? (view.waitingSinceMs ?? now) : view.waitingSinceMs
  return { ...enter(view, state, now), problem, failures: view.failures + 1, failedAtMs: now, waitingSinceMs }
}

function stateAfter({ state, wanted }: MachineView, { problem, final }: Omit<Erred, 'kind'>): MachineState {
  if (wanted && final && state !== 'ready') return 'failed'
  return problem.code === 'WRONG_STATE' ? 'unknown' : state
}
