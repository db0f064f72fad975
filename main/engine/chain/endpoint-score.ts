import type { EndpointView } from '../../../shared/domain/snapshot.ts'
import { backoffMs } from '../runtime/backoff.ts'
import type { EndpointError, EndpointFault } from './rpc-error.ts'

const weightOfNewest = 0.25
const degradedAbove = 0.2
const demotedAbove = 0.5
const failuresToGoDown = 2
const probesToReturn = 2
const nextProbeMs = 5_000
const stableAfterMs = 600_000
const longestPauseMs = 300_000

/**
 * How one endpoint has been doing. In service: asked in the operator's order. Out of service after two failures in a row, half of the
 * answers failing, or a single refusal that would only repeat (429, 402, 401, wrong chain, far behind); then probed with back-off, and back after two
 * good probes in a row. An endpoint that falls again soon after its return is left alone for longer: no flapping.
 */
export class EndpointScore {
  inService = true
  probing = false
  probeAtMs = 0
  /** Before this moment the endpoint asked not to be asked. */
  pausedUntilMs = 0
  requests = 0
  failures = 0
  /** Why it is out of service. */
  refused: { fault: EndpointFault; detail: string } | null = null
  #failureAverage = 0
  #latencyMs: number | null = null
  #failuresInARow = 0
  #probesInARow = 0
  #fall = 0
  #returnedAtMs = 0
  readonly #jitter: () => number

  constructor(jitter: () => number) {
    this.#jitter = jitter
  }

  get latencyMs(): number | null {
    return this.#latencyMs
  }

  get state(): EndpointView['state'] {
    if (!this.inService) return 'down'
    if (this.#latencyMs === null && this.failures === 0) return 'unknown'
    return this.#failureAverage >= degradedAbove ? 'degraded' : 'up'
  }

  /** `lastResort`: nothing else was in service, so there is no other endpoint to stay on. */
  succeeded({ latencyMs, nowMs, lastResort }: { latencyMs: number; nowMs: number; lastResort: boolean }): void {
    this.#latencyMs = this.#latencyMs === null ? latencyMs : blend(this.#latencyMs, latencyMs)
    this.#failureAverage = blend(this.#failureAverage, 0)
    this.#failuresInARow = 0
    if (this.inService) return
    this.#probesInARow += 1
    this.probeAtMs = nowMs + nextProbeMs
    if (lastResort || this.#probesInARow >= probesToReturn) this.#return(nowMs)
  }

  failed(error: EndpointError, nowMs: number): void {
    this.failures += 1
    this.#failureAverage = blend(this.#failureAverage, 1)
    this.#failuresInARow += 1
    this.#probesInARow = 0
    const lasting = ['limited', 'payment', 'refused', 'wrong-chain', 'stale'].includes(error.fault)
    const demoted = this.#failuresInARow >= failuresToGoDown || this.#failureAverage >= demotedAbove
    if (this.inService && !lasting && !demoted) return
    this.#fallOut(error, nowMs)
  }

  #fallOut(error: EndpointError, nowMs: number): void {
    if (this.inService && nowMs - this.#returnedAtMs >= stableAfterMs) this.#fall = 0
    this.#fall += 1
    this.inService = false
    this.refused = { fault: error.fault, detail: error.detail }
    const pauseMs = Math.min(longestPauseMs, error.retryAfterMs ?? 0)
    const backoff = { baseMs: 2_000, maxMs: longestPauseMs, resetAfterMs: stableAfterMs, jitter: this.#jitter }
    this.probeAtMs = nowMs + Math.max(pauseMs, backoffMs(backoff, this.#fall))
    if (error.fault === 'limited' || error.fault === 'payment')
      this.pausedUntilMs = nowMs + Math.max(pauseMs, Math.min(1_000 * 2 ** (this.#fall - 1), 60_000))
  }

  #return(nowMs: number): void {
    this.inService = true
    this.refused = null
    this.#probesInARow = 0
    this.#failureAverage = 0
    this.#returnedAtMs = nowMs
  }
}

const blend = (average: number, newest: number): number => average + (newest - average) * weightOfNewest
