import { AbortedError } from '../../../../shared/errors.ts'
import type { Logger } from '../../ports.ts'
import type { Clock } from '../../runtime/clock.ts'
import { retry } from '../../runtime/retry.ts'
import { withTimeout } from '../../runtime/with-timeout.ts'
import type { MachineAccount } from './machine-account.ts'
import type { AllLimits } from './machine-limits.ts'
import type { MachinePort } from './machine-port.ts'
import { machineProblem, readProblem } from './machine-problem.ts'
import type { MachineRecord } from './machine-record.ts'
import type { MachineSettings } from './prover-machine.ts'

export type HandsDeps = {
  port: MachinePort
  settings: MachineSettings
  /** Asks the prover at this URL for its `spec`; rejects while it does not answer. */
  probe: (url: string, signal: AbortSignal) => Promise<void>
  clock: Clock
  log: Logger
}

type Deps = HandsDeps & { record: MachineRecord; account: MachineAccount; limits: AllLimits }

/** What is done with the machine, one call each. What goes wrong is told to the record; only AbortedError is thrown. */
export type MachineHands = {
  look(signal: AbortSignal): Promise<void>
  start(signal: AbortSignal): Promise<void>
  stop(signal: AbortSignal): Promise<void>
  probe(signal: AbortSignal): Promise<void>
  /** Writes the lease; what fails here is final. */
  take(): Promise<void>
  /** When the app ends: tries for a while, and leaves the rest to the next start. */
  stopNow(): Promise<void>
}

export function createMachineHands(deps: Deps): MachineHands {
  const { port, settings, clock, log, record, account, limits } = deps

  const aws = <T>(signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const onTimeout = (): Error => machineProblem('AWS_UNREACHABLE')
    return withTimeout({ clock, ms: limits.awsTimeoutMs, signal, onTimeout }, call)
  }

  async function attempt(work: () => Promise<void>, mode: 'final' | 'again' = 'again'): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof AbortedError) throw error
      const problem = readProblem(error)
      const { failures, state } = record.view()
      const final = mode === 'final' || !problem.retryable || failures + 1 >= limits.attempts
      log.warn('machine.problem', { code: problem.code, state })
      record.tell({ kind: 'erred', problem, final })
    }
  }

  const told = (what: 'start' | 'stop'): void => {
    log.info(`machine.${what}`, { instance: settings.instanceId })
    record.tell({ kind: 'commanded', what })
  }

  return {
    look: (signal) =>
      attempt(async () => {
        const look = await aws(signal, (inner) => port.describe(inner))
        await account.saw(look, record.view().commanded?.what === 'start')
        record.tell({ kind: 'looked', look })
      }),
    start: (signal) =>
      attempt(async () => {
        account.checkStart()
        await account.take()
        await aws(signal, (inner) => port.start(inner))
        await account.started()
        told('start')
      }),
    stop: (signal) => attempt(() => aws(signal, (inner) => port.stop(inner)).then(() => told('stop'))),
    async probe(signal) {
      const onTimeout = (): Error => machineProblem('SPEC_TIMEOUT')
      const url = proverUrlOf(settings, record.view().address ?? '')
      try {
        await withTimeout({ clock, ms: limits.probeTimeoutMs, signal, onTimeout }, (inner) => deps.probe(url, inner))
        record.tell({ kind: 'answered' })
      } catch (error) {
        if (signal.aborted) throw error
        record.tell({ kind: 'silent' })
      }
    },
    take: () => attempt(() => account.take(), 'final'),
    async stopNow() {
      const onTimeout = (): Error => machineProblem('AWS_UNREACHABLE')
      const backoff = { baseMs: 1_000, maxMs: 1_000, resetAfterMs: 0, jitter: () => 1 }
      await withTimeout({ clock, ms: limits.exitMs, onTimeout }, (signal) =>
        retry({ clock, signal, attempts: 100, backoff }, () => port.stop(signal))
      ).then(
        () => log.info('machine.stop', { onExit: true }),
        (error: unknown) => log.warn('machine.stop-failed', { code: readProblem(error).code })
      )
    }
  }
}

/** Where the prover answers once it does. */
export function proverUrlOf({ urlScheme, port }: MachineSettings, address: string): string {
  const host = address.includes(':') ? `[${address}]` : address
  return `${urlScheme}://${host}:${port}`
}
