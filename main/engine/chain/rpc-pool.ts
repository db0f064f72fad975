import type { EndpointView } from '../../../shared/domain/snapshot.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import { createEndpoint, type Endpoint } from './endpoint.ts'
import { AllFailed, firstAnswer } from './first-answer.ts'
import { HeadFreshness } from './head-freshness.ts'
import { createHttpTransport } from './http-transport.ts'
import { poolError } from './pool-error.ts'
import { RpcRejectedError } from './rpc-error.ts'
import type { RpcTransport, SubscriptionHandlers } from './rpc-transport.ts'
import type { MeteredCall, RequestMeter, RpcPool, RpcRequest } from './types.ts'
import { createWsTransport } from './ws-transport.ts'

const longestSilenceMs = 1_500

export type RpcPoolOptions = {
  role: EndpointView['role']
  /** http, https, ws or wss; the first is the operator's favourite. */
  urls: readonly string[]
  clock: Clock
  log: Logger
  defaultTimeoutMs: number
  /** When given, an endpoint of another chain is refused and named before its first answer is used. */
  expectedChainId?: number
  /** Replaces the built-in transports (tests). */
  transports?: (url: string) => RpcTransport
  /** 0..1, spreads the probes of endpoints that are down. */
  jitter?: () => number
  /** Counts across pools and runs. */
  meter?: RequestMeter | undefined
}

type Count = (call: Pick<MeteredCall, 'kind' | 'method' | 'reason'>, origin: string) => void

/**
 * Several endpoints behind one `request`; see RpcPool for the errors. A failing endpoint is left at once within the same request; a silent one is
 * joined by the next after 1.5 s (30 % of longer time-outs) and the first answer counts. Throws RPC_URL_INVALID for an address that is none.
 */
export function createRpcPool(options: RpcPoolOptions): RpcPool {
  const { role, clock, defaultTimeoutMs } = options
  const closing = new AbortController()
  const meter = new Map<string, number>()
  const count: Count = (call, origin) => {
    if (call.kind === 'request') meter.set(call.reason, (meter.get(call.reason) ?? 0) + 1)
    options.meter?.count({ ...call, role, origin })
  }
  const freshness = new HeadFreshness()
  const endpoints = options.urls.map((url) =>
    createEndpoint({ ...options, transport: transportFor(url, options, count), count, freshness })
  )

  async function askInTurn(candidates: readonly Endpoint[], request: RpcRequest) {
    const { signal, method } = request
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs
    const lastResort = !candidates.some(({ score }) => score.inService)
    try {
      return await firstAnswer({
        candidates,
        attempt: async (endpoint, inner) => ({
          endpoint,
          value: await endpoint.ask({ ...request, timeoutMs }, inner, lastResort)
        }),
        isFinal: (error) => error instanceof AbortedError || (error instanceof RpcRejectedError && !error.elsewhere),
        joinAfterMs: Math.max(Math.min(longestSilenceMs, timeoutMs), timeoutMs * 0.3),
        clock,
        signals: signal ? [closing.signal, signal] : [closing.signal]
      })
    } catch (error) {
      if (!(error instanceof AllFailed)) throw error
      throw poolError({ role, method, errors: error.errors, endpoints, nowMs: clock.now() })
    }
  }

  return {
    role,
    async request(request: RpcRequest) {
      for (const endpoint of endpoints) endpoint.probeWhenDue(closing.signal)
      const candidates = inOrder(endpoints, clock.now()).filter(isAt(request.host))
      const ask = (of: readonly Endpoint[]): Promise<{ endpoint: Endpoint; value: unknown }> => askInTurn(of, request)
      const first = await ask(candidates)
      if (!HeadFreshness.isHeadRequest(request)) return first.value
      const others = candidates.filter((endpoint) => endpoint !== first.endpoint && endpoint.score.inService)
      return freshness.newest(first, others, async (other) => (await ask([other])).value, clock.now())
    },
    async subscribe(params: readonly unknown[], handlers: SubscriptionHandlers) {
      const able = inOrder(endpoints, clock.now()).filter((endpoint) => endpoint.subscribe !== undefined)
      if (!endpoints.some((endpoint) => endpoint.subscribe !== undefined)) return null
      const errors: unknown[] = []
      for (const endpoint of able) {
        try {
          return (await endpoint.subscribe?.(params, handlers, closing.signal)) ?? null
        } catch (error) {
          if (error instanceof AbortedError) throw error
          errors.push(error)
        }
      }
      throw poolError({ role, method: 'eth_subscribe', errors, endpoints, nowMs: clock.now() })
    },
    endpoints: () => endpoints.map((endpoint) => endpoint.view()),
    meter: () => Object.fromEntries(meter),
    close() {
      closing.abort(new Error('pool closed'))
      for (const endpoint of endpoints) endpoint.close()
    }
  }
}

const isAt =
  (host: string | undefined) =>
  ({ transport }: Endpoint): boolean =>
    host === undefined || new URL(transport.origin).host === host

/** In service first, each group in the operator's order; those that asked for a pause are left out. */
function inOrder(endpoints: readonly Endpoint[], nowMs: number): Endpoint[] {
  const free = endpoints.filter(({ score }) => score.inService || score.pausedUntilMs <= nowMs)
  return [...free.filter(({ score }) => score.inService), ...free.filter(({ score }) => !score.inService)]
}

function transportFor(url: string, options: RpcPoolOptions, count: Count): RpcTransport {
  if (options.transports) return options.transports(url)
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  if (protocol === 'http:' || protocol === 'https:') return createHttpTransport({ url, now: () => options.clock.now() })
  if (protocol === 'ws:' || protocol === 'wss:')
    return createWsTransport({
      url,
      clock: options.clock,
      onHeartbeat: () => count({ kind: 'request', method: 'eth_chainId', reason: 'head' }, new URL(url).origin)
    })
  throw new AppError(
    { code: 'RPC_URL_INVALID', role: options.role },
    {
      message: `An address of the ${options.role} endpoints is not an http, https, ws or wss URL. Correct it in the settings.`
    }
  )
}
