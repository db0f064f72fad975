import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { type GateName, type GateView, gateNames } from '../../../shared/domain/health.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { type Backoff, backoffMs } from '../runtime/backoff.ts'
import type { Clock } from '../runtime/clock.ts'

/** Why a gate is closed. `permanent`: only the operator can open it (settings, registration). `waiting`: nothing is wrong, it takes time (a node that syncs). */
export type GateBlock = { code: string; message: string; permanent: boolean; waiting?: boolean }

/** Resolves to null when the gate is open. A thrown AppError counts as a block of its own code, permanent unless retryable. */
export type Gate = { name: GateName; check(signal: AbortSignal): Promise<GateBlock | null> }

type Deps = {
  gates: readonly Gate[]
  clock: Clock
  backoff: Backoff
  signal: AbortSignal
  /** How often a gate that is closed for a while is tried before it counts as permanent; absent: for ever. Waiting does not count. */
  patience?: number
  onViews(views: GateView[]): void
  emit(event: EngineEvent): void
  onUnknownError(error: unknown): void
}

export const untriedGates = (): GateView[] =>
  gateNames.map((name) => ({ name, state: 'waiting', code: null, message: null }))

/** Passes the start gates in order. A gate that is closed for a while is tried again with back-off; one that only the operator can open throws a permanent AppError with the gate's code and message. */
export async function runGates(deps: Deps): Promise<void> {
  let views = untriedGates()
  const show = (name: GateName, rest: Omit<GateView, 'name'>): void => {
    views = views.map((v) => (v.name === name ? { name, ...rest } : v))
    deps.onViews(views)
  }
  deps.onViews(views)
  for (const gate of deps.gates) await passGate(gate, deps, show)
}

async function passGate(
  gate: Gate,
  deps: Deps,
  show: (name: GateName, rest: Omit<GateView, 'name'>) => void
): Promise<void> {
  let told = ''
  show(gate.name, { state: 'checking', code: null, message: null })
  for (let attempt = 1; ; attempt++) {
    const block = await blockOf(gate, deps)
    if (!block) break
    const { code, message } = block
    show(gate.name, { state: block.waiting ? 'waiting' : 'failed', code, message })
    if (!block.waiting && told !== message) deps.emit({ type: 'gate.failed', gate: gate.name, code, message })
    told = message
    if (block.permanent || (!block.waiting && attempt >= (deps.patience ?? Number.POSITIVE_INFINITY)))
      throw new AppError({ code, gate: gate.name }, { message })
    await deps.clock.sleep(backoffMs(deps.backoff, attempt), deps.signal)
  }
  show(gate.name, { state: 'passed', code: null, message: null })
  deps.emit({ type: 'gate.passed', gate: gate.name })
}

async function blockOf(gate: Gate, deps: Deps): Promise<GateBlock | null> {
  try {
    return await gate.check(deps.signal)
  } catch (error) {
    if (error instanceof AbortedError || deps.signal.aborted) throw new AbortedError(error)
    if (error instanceof AppError) return { code: error.code, message: error.message, permanent: !error.retryable }
    deps.onUnknownError(error)
    return { code: 'INTERNAL', message: 'This check failed for an unknown reason. See the log.', permanent: false }
  }
}
