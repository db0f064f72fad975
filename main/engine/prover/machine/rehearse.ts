import { AppError } from '../../../../shared/errors.ts'
import type { Clock } from '../../runtime/clock.ts'
import { withTimeout } from '../../runtime/with-timeout.ts'
import type { ProverMachine } from './prover-machine.ts'

export type Rehearsal = {
  /** From the wish to the first answer of the prover. */
  readyAfterMs: number
  /** Until AWS said that it is down again. */
  totalMs: number
  costUsd: number
  spec: unknown
}

type Input = {
  machine: ProverMachine
  /** Asks the prover at this URL for its `spec`. */
  spec: (url: string, signal: AbortSignal) => Promise<unknown>
  clock: Clock
  signal: AbortSignal
  stopWithinMs?: number
}

/** Starts the machine, asks its prover for `spec`, and waits until it is stopped. Throws what `use` throws, and STOP_TIMEOUT when it does not stop in time (it is tried on). */
export async function rehearse({ machine, spec, clock, signal, stopWithinMs = 600_000 }: Input): Promise<Rehearsal> {
  const startedMs = clock.now()
  const beforeUsd = machine.status().spent.monthUsd
  const answer = await machine.use({ proof: null, signal }, async (url, inner) => ({
    spec: await spec(url, inner),
    readyAfterMs: clock.now() - startedMs
  }))
  const onTimeout = (): Error =>
    new AppError({ code: 'STOP_TIMEOUT' }, { message: 'The machine has not stopped yet. It is tried on.' })
  await withTimeout({ clock, ms: stopWithinMs, signal, onTimeout }, (inner) => untilDown(machine, inner))
  return { ...answer, totalMs: clock.now() - startedMs, costUsd: machine.status().spent.monthUsd - beforeUsd }
}

function untilDown(machine: ProverMachine, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { leased, wanted } = machine.status()
      if (leased || wanted) return
      stopListening()
      resolve()
    }
    const stopListening = machine.onChange(look)
    signal.addEventListener('abort', stopListening, { once: true })
    look()
  })
}
