import { type Backoff, backoffMs } from '../../runtime/backoff.ts'
import { type MachineProblem, problemOf } from './machine-problem.ts'
import type { MachineView } from './machine-view.ts'

/**
 * What to do next with the machine, and not before when. `use`: it is ready, until the next look; `give-up`: those who wait are told `problem`;
 * `settle`: it is down for sure, so the lease ends; `report`: it runs and nobody here let it; `rest`: nothing to do until the next look.
 */
export type MachineDecision = {
  action: 'look' | 'start' | 'stop' | 'probe' | 'use' | 'give-up' | 'settle' | 'report' | 'rest'
  reason: string
  /** Not before this moment. */
  atMs: number
  /** When waiting ends, whatever comes; null when nobody waits. */
  deadlineMs: number | null
  problem: MachineProblem | null
}

export type MachineLimits = {
  /** Between two looks while it changes. */
  pollMs: number
  /** Between two questions to its prover while that starts. */
  probeMs: number
  /** Between two looks while it is ready. */
  readyLookMs: number
  /** Between two looks while nobody needs it and it is down. */
  idleLookMs: number
  /** How long AWS may go on showing the state from before a command. */
  settleMs: number
  /** From wanted to ready. */
  readyWithinMs: number
  backoff: Backoff
}

const patientFailures = 3

type Step = Omit<MachineDecision, 'deadlineMs'>

/** Pure, total. The loop acts on it and the screen shows it. */
export function decideMachine(view: MachineView, now: number, limits: MachineLimits): MachineDecision {
  const deadlineMs = view.waitingSinceMs === null ? null : view.waitingSinceMs + limits.readyWithinMs
  const step = view.wanted ? wantedStep(view, now, { limits, deadlineMs }) : unwantedStep(view, now, limits)
  return { ...afterFailure(step, view, limits), deadlineMs }
}

const awsActions: ReadonlySet<Step['action']> = new Set(['look', 'start', 'stop'])

function afterFailure(step: Step, view: MachineView, { backoff }: MachineLimits): Step {
  if (view.failures === 0 || !awsActions.has(step.action)) return step
  return { ...step, atMs: Math.max(step.atMs, view.failedAtMs + backoffMs(backoff, view.failures)) }
}

const step = (action: Step['action'], reason: string, atMs: number, problem: MachineProblem | null = null): Step => ({
  action,
  reason,
  atMs,
  problem
})

type Bounds = { limits: MachineLimits; deadlineMs: number | null }

function wantedStep(view: MachineView, now: number, { limits, deadlineMs }: Bounds): Step {
  if (view.state === 'failed' || view.state === 'terminated')
    return step('give-up', 'it cannot be had', now, view.problem ?? problemOf('AWS_FAILED'))
  if (deadlineMs !== null && now >= deadlineMs) return step('give-up', 'it took too long', now, tooLate(view))
  switch (view.state) {
    case 'unknown':
      return step('look', 'AWS knows what is true', now)
    case 'stopped':
      return commandOr(view, limits, step('start', 'a proof needs it', now))
    case 'pending':
    case 'stopping':
      return step(
        'look',
        view.state === 'pending' ? 'it boots' : 'it has to stop before it can start',
        nextLook(view, limits.pollMs, now)
      )
    case 'running-not-ready':
      return runningStep(view, now, limits)
    case 'ready':
      return readyStep(view, now, limits)
  }
}

function unwantedStep(view: MachineView, now: number, limits: MachineLimits): Step {
  switch (view.state) {
    case 'failed':
    case 'unknown':
      return unknownStep(view, now, limits)
    case 'stopped':
      if (view.commanded?.what === 'start') return commandOr(view, limits, downStep(view, now, limits))
      return downStep(view, now, limits)
    case 'terminated':
      return downStep(view, now, limits)
    case 'pending':
    case 'stopping':
      return step(
        'look',
        view.state === 'pending' ? 'it can be stopped once it runs' : 'it stops',
        nextLook(view, limits.pollMs, now)
      )
    case 'running-not-ready':
    case 'ready':
      if (!view.leased) return orphanStep(view, now, limits)
      return commandOr(view, limits, step('stop', 'nobody needs it', now))
  }
}

/** With no lease there is nothing to be saved: AWS is not asked over and over by somebody whom it does not answer. */
function unknownStep(view: MachineView, now: number, { idleLookMs }: MachineLimits): Step {
  const again = view.failedAtMs + idleLookMs
  if (view.leased || view.failures < patientFailures || again <= now) return step('look', 'AWS knows what is true', now)
  return step('rest', 'AWS does not say what is true', again, view.problem)
}

/** The command, unless one was given that AWS does not show yet: then a look, until it had time enough. */
function commandOr(view: MachineView, limits: MachineLimits, command: Step): Step {
  const { commanded } = view
  if (!commanded || command.atMs >= commanded.atMs + limits.settleMs) return command
  return step('look', 'AWS does not show it yet', nextLook(view, limits.pollMs, command.atMs))
}

function downStep(view: MachineView, now: number, limits: MachineLimits): Step {
  if (view.leased) return step('settle', 'AWS says that it is down', now)
  return restOr('rest', 'nobody needs it', { view, now, everyMs: limits.idleLookMs })
}

const orphanStep = (view: MachineView, now: number, limits: MachineLimits): Step =>
  restOr('report', 'it runs, and not for this app', { view, now, everyMs: limits.idleLookMs })

function runningStep(view: MachineView, now: number, limits: MachineLimits): Step {
  const lookMs = nextLook(view, view.address === null ? limits.pollMs : limits.settleMs, now)
  if (view.address === null || lookMs <= now) return step('look', 'it runs, its address is read', lookMs)
  const probeMs = view.probedAtMs === null ? now : Math.max(now, view.probedAtMs + limits.probeMs)
  return step('probe', 'its prover starts', probeMs)
}

const readyStep = (view: MachineView, now: number, limits: MachineLimits): Step =>
  restOr('use', 'it is ready', { view, now, everyMs: limits.readyLookMs })

type Until = { view: MachineView; now: number; everyMs: number }

function restOr(action: 'rest' | 'use' | 'report', reason: string, { view, now, everyMs }: Until): Step {
  const lookMs = nextLook(view, everyMs, now)
  return lookMs <= now ? step('look', 'AWS knows what is true', now) : step(action, reason, lookMs)
}

const nextLook = ({ lookedAtMs }: MachineView, everyMs: number, now: number): number =>
  lookedAtMs === null ? now : Math.max(now, lookedAtMs + everyMs)

function tooLate(view: MachineView): MachineProblem {
  if (view.problem) return view.problem
  if (view.state !== 'running-not-ready') return problemOf('START_TIMEOUT')
  return problemOf(view.address === null ? 'NO_ADDRESS' : 'SPEC_TIMEOUT')
}
