import type { EndpointView } from '../../../shared/domain/snapshot.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import { withTimeout } from '../runtime/with-timeout.ts'
import { EndpointScore } from './endpoint-score.ts'
import type { HeadFreshness } from './head-freshness.ts'
import { EndpointError, RpcRejectedError } from './rpc-error.ts'
import type { RpcTransport, SubscriptionHandlers } from './rpc-transport.ts'
import type { MeteredCall, RequestReason } from './types.ts'

const slowAfterMs = 1_500

type Deps = {
  role: EndpointView['role']
  clock: Clock
  log: Logger
  defaultTimeoutMs: number
  expectedChainId?: number
  jitter?: () => number
  transport: RpcTransport
  count: (call: Pick<MeteredCall, 'kind' | 'method' | 'reason'>, origin: string) => void
  freshness: HeadFreshness
}

export type Ask = { method: string; params: readonly unknown[]; reason: RequestReason; timeoutMs: number }

/** One endpoint of a pool: transport, score, chain check. */
export type Endpoint = ReturnType<typeof createEndpoint>

export function createEndpoint(deps: Deps) {
  const { transport, clock, log, role } = deps
  const score = new EndpointScore(deps.jitter ?? Math.random)
  const about = { role, origin: transport.origin, kind: transport.kind }
  let lastFault: string | null = null
  let chainChecked = deps.expectedChainId === undefined

  const blame = (error: unknown): void => {
    if (!(error instanceof EndpointError)) return
    const before = score.inService
    lastFault = error.detail
    score.failed(error, clock.now())
    if (before && !score.inService)
      log.warn('rpc.endpoint-down', { ...about, fault: error.fault, detail: error.detail })
  }

  const praise = (startedMs: number, lastResort: boolean): void => {
    const before = score.inService
    score.succeeded({ latencyMs: clock.now() - startedMs, nowMs: clock.now(), lastResort })
    if (!before && score.inService) log.info('rpc.endpoint-up', about)
  }

  async function send(ask: Ask, signal: AbortSignal): Promise<unknown> {
    deps.count({ kind: 'request', method: ask.method, reason: ask.reason }, transport.origin)
    score.requests += 1
    const onTimeout = (): Error => new EndpointError('timeout', `no answer within ${ask.timeoutMs} ms`)
    return withTimeout({ clock, ms: ask.timeoutMs, signal, onTimeout }, (inner) => transport.request(ask, inner))
  }

  async function checkChain(signal: AbortSignal, timeoutMs: number): Promise<void> {
    const answer = await send({ method: 'eth_chainId', params: [], reason: 'gate', timeoutMs }, signal)
    chainChecked = Number(answer) === deps.expectedChainId
    if (chainChecked) return
    const detail = `wrong chain: id ${Number(answer)} instead of ${deps.expectedChainId}`
    throw new EndpointError('wrong-chain', detail)
  }

  /** Throws EndpointError, RpcRejectedError or AbortedError; keeps the score. */
  async function ask(request: Ask, signal: AbortSignal, lastResort: boolean): Promise<unknown> {
    const startedMs = clock.now()
    try {
      if (!chainChecked) await checkChain(signal, request.timeoutMs)
      const result = await send(request, signal)
      praise(startedMs, lastResort)
      return result
    } catch (error) {
      if (error instanceof RpcRejectedError) praise(startedMs, lastResort)
      // Another endpoint was asked because this one was silent, and it answered first.
      else if (error instanceof AbortedError && beaten(signal, clock.now() - startedMs))
        blame(new EndpointError('timeout', 'slower than the next endpoint'))
      else blame(error)
      throw error
    }
  }

  /** Reachable, on the right chain, and not behind. */
  async function probe(signal: AbortSignal): Promise<void> {
    const startedMs = clock.now()
    const timeoutMs = deps.defaultTimeoutMs
    score.probing = true
    try {
      if (deps.expectedChainId !== undefined) await checkChain(signal, timeoutMs)
      deps.freshness.check(await send({ ...probeOf[role], reason: 'gate', timeoutMs }, signal))
      praise(startedMs, false)
    } catch (error) {
      if (error instanceof RpcRejectedError) praise(startedMs, false)
      else if (error instanceof AppError) blame(error)
      else log.error('rpc.probe-failed', about)
    } finally {
      score.probing = false
    }
  }

  const { subscribe } = transport
  return {
    transport,
    score,
    get lastFault() {
      return lastFault
    },
    ask,
    blame,
    /** Out of service and due: asks for something cheap beside the caller's request. */
    probeWhenDue(signal: AbortSignal): void {
      if (!score.inService && !score.probing && clock.now() >= score.probeAtMs) void probe(signal)
    },
    ...(subscribe && {
      async subscribe(params: readonly unknown[], handlers: SubscriptionHandlers, signal: AbortSignal) {
        const ms = deps.defaultTimeoutMs
        const onTimeout = (): Error => new EndpointError('timeout', `no answer within ${ms} ms`)
        try {
          if (!chainChecked) await checkChain(signal, ms)
          const reason = params[0] === 'logs' ? 'logs' : 'head'
          deps.count({ kind: 'request', method: 'eth_subscribe', reason }, transport.origin)
          score.requests += 1
          const onMessage = (result: unknown): void => {
            deps.count({ kind: 'push', method: 'eth_subscription', reason }, transport.origin)
            handlers.onMessage(result)
          }
          return await withTimeout({ clock, ms, signal, onTimeout }, (inner) =>
            subscribe(params, { ...handlers, onMessage }, inner)
          )
        } catch (error) {
          blame(error)
          throw error
        }
      }
    }),
    view: (): EndpointView => ({
      origin: transport.origin,
      role,
      kind: transport.kind,
      state: score.state,
      latencyMs: score.latencyMs === null ? null : Math.round(score.latencyMs),
      requests: score.requests,
      failures: score.failures,
      refused: score.refused
    }),
    close: () => transport.close()
  }
}

const newestBlock = { method: 'eth_getBlockByNumber', params: ['latest', false] }
const probeOf = { l1: newestBlock, l2: newestBlock, rollup: { method: 'optimism_version', params: [] } }

const beaten = (signal: AbortSignal, elapsedMs: number): boolean =>
  signal.reason instanceof Error && signal.reason.message === 'another endpoint answered' && elapsedMs >= slowAfterMs
