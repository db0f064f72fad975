import type { EngineState } from '../../shared/domain/snapshot.ts'
import { AbortedError, AppError } from '../../shared/errors.ts'
import type { Actions } from './actions/actions.ts'
import { openActions } from './actions/open-actions.ts'
import type { RpcBudget } from './budget/rpc-budget.ts'
import type { EngineOptions } from './engine.ts'
import type { EngineEvents } from './engine-events.ts'
import type { EngineMemory } from './engine-memory.ts'
import { accountOf, type ConnectParts, type EngineParts } from './engine-parts.ts'
import { engineServices } from './engine-services.ts'
import type { GateContext } from './gates/gate-context.ts'
import { runGates } from './gates/run-gates.ts'
import { startGates } from './gates/start-gates.ts'
import { createHealthWatch, type HealthWatch } from './health/health-watch.ts'
import { runSupervised } from './run-supervised.ts'
import type { Service } from './runtime/supervise.ts'
import { together } from './runtime/together.ts'
import { createDeviceSubmissions, type DeviceSubmissions } from './submitter/device-submissions.ts'
import type { TxQueue } from './tx/types.ts'

export type EngineRun = EngineOptions & {
  connect: ConnectParts
  events: EngineEvents
  memory: EngineMemory
  budget: RpcBudget
  /** The operator's actions while the run lasts. */
  onActions: (actions: Actions | null) => void
  /** The queue of the validator's key while the run lasts; null where the key is elsewhere. */
  onQueue?: (queue: TxQueue | null) => void
  /** How to have the chain looked at now, while the run lasts. */
  onWaker?: (wake: (() => void) | null) => void
}
type RunContext = Parameters<Service['run']>[0]

const gateBackoff = { baseMs: 1_000, maxMs: 30_000, resetAfterMs: 60_000, jitter: Math.random }

/** One run of the engine: connections, gates, services, and everything let go at the end. */
export async function runEngine(run: EngineRun, { signal, ready }: RunContext): Promise<void> {
  const { memory, events, config, ports } = run
  const enter = enterState(run)
  memory.set({ chain: null, validator: null, next: null, priorityValidator: null })
  enter('starting', null)
  const parts = run.connect({ config, ports, emit: (event) => events.emit(event), meter: run.budget })
  const health = createHealthWatch({ budget: run.budget, config, ports, events, memory, parts, enter })
  const device = createDeviceSubmissions()
  const operator = openActions(run, parts, device)
  run.onActions(operator?.actions ?? null)
  run.onQueue?.(parts.queue)
  run.onWaker?.(parts.wake ?? null)
  memory.connect({ ...health.sources, chain: () => null, challenges: null })
  try {
    await together(
      signal,
      (inner) => health.run(inner),
      async (inner) => operator?.run(inner),
      (inner) => passAndServe({ run, parts, health, device }, inner, ready)
    )
  } catch (error) {
    if (!signal.aborted) {
      enter('failed', messageOf(error))
      throw error
    }
  } finally {
    if (signal.aborted) enter('stopping', null)
    device.serve(null)
    run.onActions(null)
    run.onQueue?.(null)
    run.onWaker?.(null)
    operator?.close()
    await parts.close()
    run.budget.save()
    memory.connect(null)
    if (signal.aborted) enter('stopped', null)
  }
}

type Serving = { run: EngineRun; parts: EngineParts; health: HealthWatch; device: DeviceSubmissions }

async function passAndServe(serving: Serving, signal: AbortSignal, ready: () => void): Promise<void> {
  const { run, parts, health } = serving
  const { memory, events, config, ports } = run
  const { rollup, l1, l2, queue, readConstants, readState } = parts
  const account = accountOf(ports.key)
  const { unregistered = 'refuse' } = run
  const context: GateContext = {
    config,
    l1,
    l2,
    rollup,
    account,
    queue,
    readConstants,
    readState,
    unregistered,
    onDevice: ports.key.kind === 'device',
    learnt: {}
  }
  await runGates({
    gates: startGates(context),
    clock: ports.clock,
    backoff: gateBackoff,
    signal,
    ...(run.gatePatience !== undefined && { patience: run.gatePatience }),
    onViews: (gates) => memory.set({ gates }),
    emit: (event) => events.emit(event),
    onUnknownError: (error) => ports.log.error('gate.broken', { detail: String(error) })
  })
  const { services, node, chain, challenges } = engineServices({ ...serving, context })
  memory.connect({ ...health.sources, chain, challenges })
  health.started(node)
  ready()
  await runSupervised({ services, clock: ports.clock, log: ports.log, signal, onState: health.onService })
}

/** Tells a change of state once, as an event and in the snapshot. */
const enterState =
  ({ memory, events }: EngineRun) =>
  (state: EngineState, reason: string | null): void => {
    if (memory.facts.state === state && memory.facts.stateReason === reason) return
    memory.set({ state, stateReason: reason })
    events.emit({ type: 'engine.state', state, reason })
  }

const messageOf = (error: unknown): string =>
  error instanceof AppError && !(error instanceof AbortedError)
    ? error.message
    : 'An unknown error ended the engine. See the log.'
