import { AppError } from '../../../../shared/errors.ts'
import type { Service } from '../../runtime/supervise.ts'
import { createWaker } from '../../runtime/waker.ts'
import { decideMachine, type MachineDecision } from './decide-machine.ts'
import type { LeasePort } from './lease.ts'
import { createMachineAccount } from './machine-account.ts'
import { createMachineHands, type HandsDeps, proverUrlOf } from './machine-hands.ts'
import { type AllLimits, defaultLimits } from './machine-limits.ts'
import { type MachineProblem, problemOf } from './machine-problem.ts'
import { createMachineRecord } from './machine-record.ts'
import { createMachineUsers } from './machine-users.ts'
import type { ProverMachine } from './prover-machine.ts'

export type MachineDeps = HandsDeps & { lease: LeasePort; limits?: Partial<AllLimits> }

/** The machine under one loop: what is true is put into the record, `decideMachine` says what is next, the hands do it. */
export function createMachine(deps: MachineDeps): ProverMachine {
  const { settings, clock, log } = deps
  const limits = { ...defaultLimits, ...deps.limits }
  const waker = createWaker(clock)
  const record = createMachineRecord(clock)
  const account = createMachineAccount({ ...deps, file: deps.lease })
  const hands = createMachineHands({ ...deps, record, account, limits })
  const users = createMachineUsers({
    beganAtMs: account.beganAtMs,
    onChange: waker.wake,
    onSilent: () => record.tell({ kind: 'silent' }),
    onRefused: ({ code }) => log.warn('machine.refused', { code })
  })
  const leftOver = Promise.withResolvers<string[]>()
  let otherInstance: string | null = null
  /** Until then the proofs of before a restart are waited for. */
  let holdUntilMs = 0

  async function open(): Promise<void> {
    const { lease, other, damaged } = await account.open()
    if (lease && lease.proofs.length > 0) holdUntilMs = clock.now() + limits.reattachMs
    leftOver.resolve(lease?.proofs.map(({ key }) => key) ?? [])
    otherInstance = other
    // Money first: what cannot be read back may have been a lease.
    if (lease || damaged) record.tell({ kind: 'leased', leased: true })
  }

  async function step(signal: AbortSignal): Promise<void> {
    await noteUsers()
    const untilMs = heedCaps()
    const now = clock.now()
    const view = record.view()
    const decision = decideMachine(view, now, limits)
    if (view.wanted && view.state === 'ready') users.serve(proverUrlOf(settings, view.address ?? ''))
    if (decision.action === 'give-up') return giveUp(decision.problem ?? problemOf('AWS_FAILED'))
    const dueMs = Math.max(decision.atMs, decision.action === 'stop' ? holdUntilMs : 0)
    if (dueMs <= now) return act(decision.action, signal)
    const wakeMs = Math.min(dueMs, untilMs, decision.deadlineMs ?? dueMs)
    await waker.wait(Math.max(1, wakeMs - now), signal)
  }

  /** Makes the record and the lease show who needs the machine. */
  async function noteUsers(): Promise<void> {
    const wanted = users.count() > 0
    const was = record.view().wanted
    if (wanted && !was) {
      record.tell({ kind: 'wanted' })
      await hands.take()
    }
    const held = !wanted && clock.now() < holdUntilMs
    if ((wanted || was) && !held) await account.noteProofs(users.proofs())
    if (!wanted && was) record.tell({ kind: 'released' })
  }

  /** Ends what costs more than agreed; answers until when the rest may go on. */
  function heedCaps(): number {
    const allowance = users.count() > 0 ? account.allowance() : null
    if (!allowance) return Number.POSITIVE_INFINITY
    if (!allowance.allowed) {
      giveUp(problemOf(allowance.cap))
      return Number.POSITIVE_INFINITY
    }
    const ends = users.since().map((fromMs) => ({ fromMs, atMs: account.proofUntilMs(fromMs) ?? allowance.untilMs }))
    const now = clock.now()
    for (const { fromMs, atMs } of ends) if (atMs <= now) users.refuse(problemOf('CAP_PROOF'), fromMs)
    return Math.min(allowance.untilMs, ...ends.filter(({ atMs }) => atMs > now).map(({ atMs }) => atMs))
  }

  function giveUp(problem: MachineProblem): void {
    users.refuse(problem)
    record.tell({ kind: 'released' })
  }

  async function act(action: MachineDecision['action'], signal: AbortSignal): Promise<void> {
    if (action === 'look') await hands.look(signal)
    if (action === 'start') await hands.start(signal)
    if (action === 'stop') await hands.stop(signal)
    if (action === 'probe') await hands.probe(signal)
    if (action === 'settle') await settle(signal)
  }

  async function settle(signal: AbortSignal): Promise<void> {
    try {
      await account.settle()
      record.tell({ kind: 'leased', leased: false })
    } catch (error) {
      log.warn('machine.lease-stale', { code: error instanceof AppError ? error.code : 'INTERNAL' })
      await waker.wait(limits.pollMs, signal)
    }
  }

  /** The app ends: what nobody needs any more is stopped; the lease stays, so that the next start sees to the rest. */
  async function leave(): Promise<void> {
    const proving = users.proofs().length > 0
    users.refuse(problemOf('SHUTTING_DOWN'))
    const { leased, state } = record.view()
    const mayRun = leased && account.runs() && state !== 'stopping'
    if (mayRun && !proving && clock.now() >= holdUntilMs) await hands.stopNow()
  }

  const run: Service['run'] = async ({ signal, ready }) => {
    await open()
    ready()
    try {
      while (!signal.aborted) await step(signal)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      await leave()
    }
  }

  return {
    name: 'prover machine',
    run,
    use: users.use,
    onChange: record.onChange,
    runs: account.all,
    leftOver: () => leftOver.promise,
    async adopt() {
      await account.take()
      // From here on it is ours, and so is what it costs until it is down.
      if (record.view().address !== null) await account.started()
      record.tell({ kind: 'leased', leased: true })
      waker.wake()
    },
    status() {
      const view = record.view()
      const { action, reason, atMs, deadlineMs } = decideMachine(view, clock.now(), limits)
      return {
        state: view.state,
        sinceMs: view.sinceMs,
        address: view.address,
        wanted: view.wanted,
        leased: view.leased,
        unneededSinceMs: view.unneededSinceMs,
        orphan: action === 'report',
        otherInstance,
        problem: view.problem,
        next: { action, reason, atMs, deadlineMs },
        spent: account.spent(),
        caps: settings.caps,
        pricePerHourUsd: account.priceUsd(),
        history: record.history()
      }
    }
  }
}
