import type { EndpointView } from '../../../shared/domain/snapshot.ts'

export type SubscriptionHandlers = { onMessage: (result: unknown) => void; onLost: () => void }

/** One endpoint, one way to reach it. Throws EndpointError (this endpoint is at fault) or RpcRejectedError (the node's answer), AbortedError when the signal fired. Sets no time-outs on requests: the pool does. */
export interface RpcTransport {
  readonly origin: string
  readonly kind: EndpointView['kind']
  request(call: { method: string; params: readonly unknown[] }, signal: AbortSignal): Promise<unknown>
  /** Websocket only. */
  subscribe?(
    params: readonly unknown[],
    handlers: SubscriptionHandlers,
    signal: AbortSignal
  ): Promise<{ unsubscribe: () => void }>
  close(): void
}
