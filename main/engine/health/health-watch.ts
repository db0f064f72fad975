import type { GuardView } from '../../../shared/domain/guard.ts'
import type { Severity } from '../../../shared/domain/health.ts'
import type { EngineState } from '../../../shared/domain/snapshot.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { RpcBudget } from '../budget/rpc-budget.ts'
import type { EngineConfig } from '../engine-config.ts'
import type { EngineEvents } from '../engine-events.ts'
import type { EngineMemory, LiveSources } from '../engine-memory.ts'
import { type EngineParts, type EnginePorts, handsOf } from '../engine-parts.ts'
import type { NodeStatus } from '../node-status.ts'
import { every } from '../runtime/every.ts'
import type { ServiceState } from '../runtime/supervise.ts'
import { assess } from './assess.ts'
import { createHealthBook } from './health-book.ts'
import type { HealthInput } from './health-input.ts'

const assessEveryMs = 1_000
/** L1 makes a block every 12 s; without a websocket heads are asked for once a minute. */
const staleMs = { pushed: 60_000, asked: 180_000 }

const isPushed = ({ l1 }: EngineParts): boolean => l1.endpoints().some(({ kind }) => kind === 'websocket')

type Fault = { code: string; message: string; severity?: Severity }
type Deps = {
  config: EngineConfig
  ports: EnginePorts
  events: EngineEvents
  memory: EngineMemory
  parts: EngineParts
  budget: Pick<RpcBudget, 'thinning'>
  enter: (state: EngineState, reason: string | null) => void
}

/** Judges the engine's health once a second from what is known anyway: no requests of its own. */
export type HealthWatch = {
  sources: Omit<LiveSources, 'chain' | 'challenges'>
  run(signal: AbortSignal): Promise<void>
  /** The gates are passed: from now on the engine is running or degraded. */
  started(node: NodeStatus): void
  onService(name: string, state: ServiceState): void
  /** A part that does not work, or works again (null). */
  fault(part: string, error: AppError | Fault | null): void
  invalidOutputs(indexes: readonly bigint[]): void
}

const faultOf = (error: AppError | Fault): Fault => {
  const { code, message } = error
  return 'severity' in error && error.severity ? { code, message, severity: error.severity } : { code, message }
}

export function createHealthWatch(deps: Deps): HealthWatch {
  const { config, ports, events, memory, parts, enter } = deps
  const { clock, key } = ports
  const startedAtMs = clock.now()
  const faults = new Map<string, Fault>()
  let node: NodeStatus | null = null
  let invalid: readonly bigint[] = []
  const book = createHealthBook({
    clock,
    onChange: (change) => {
      events.emit({ type: 'health.changed', ...change })
      memory.touch()
    }
  })

  const input = (): HealthInput => ({
    nowMs: clock.now(),
    startedAtMs,
    practice: config.network.practice,
    head: parts.heads.head(),
    chainNowSec: parts.heads.chainNowSec(),
    staleAfterMs: isPushed(parts) ? staleMs.pushed : staleMs.asked * deps.budget.thinning().stretch,
    sync: node?.last() ?? null,
    nodeAnsweredAtMs: node?.answeredAtMs() ?? null,
    endpoints: [parts.l1, parts.l2, parts.rollupPool, parts.secondRollup?.pool].flatMap(
      (pool) => pool?.endpoints() ?? []
    ),
    validator: memory.facts.validator,
    decision: memory.facts.next,
    pending: parts.queue?.pending() ?? [],
    paused: parts.queue?.paused() ?? null,
    objections: parts.secondL1?.objections() ?? [],
    silentSources: parts.secondL1?.silent() ?? [],
    faults,
    invalidOutputs: invalid,
    signs: handsOf(key),
    thinning: deps.budget.thinning(),
    maxFeePerGasCapWei: config.fees.maxFeePerGasCapWei,
    gatesPassed: node !== null,
    provers: parts.prover?.health() ?? [],
    proofStore: parts.prover?.storeProblem() ?? null
  })

  const judge = async (): Promise<void> => {
    book.update(assess(input()))
    if (!node) return
    const worst = book.items().find((item) => item.severity === 'critical')
    enter(worst ? 'degraded' : 'running', worst?.message ?? null)
  }

  const guard = (): GuardView => {
    const pause = parts.queue?.paused() ?? null
    return {
      pause: pause && { ...pause, hash: pause.hash ?? null },
      second: { l1: parts.secondL1 !== undefined, roots: parts.secondRollup !== undefined },
      objections: parts.secondL1?.objections() ?? []
    }
  }

  return {
    sources: {
      pending: () => [...(parts.queue?.pending() ?? []), ...(parts.operator?.pending() ?? [])],
      endpoints: () => input().endpoints.slice(),
      health: () => book.items(),
      guard
    },
    run: (signal) => every({ clock, ms: assessEveryMs, signal }, judge),
    started(status) {
      node = status
      enter('running', null)
    },
    onService(name, state) {
      if (state.kind === 'running') faults.delete(name)
      if (state.kind !== 'backing-off') return
      faults.set(name, { code: 'PART_RESTARTING', message: `The ${name} failed (${state.code}) and is started again.` })
    },
    fault(part, error) {
      if (error) faults.set(part, faultOf(error))
      else faults.delete(part)
    },
    invalidOutputs(indexes) {
      invalid = indexes
    }
  }
}
