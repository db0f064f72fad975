import { AbortedError } from '../../../../shared/errors.ts'
import type { RpcTransport } from '../rpc-transport.ts'

export type Behaviour = (method: string, params: readonly unknown[], signal: AbortSignal) => unknown

/** An endpoint that does what the test says; `hang` never answers and notices the abort. */
export function scriptedTransport(
  url: string,
  behaviour: Behaviour
): RpcTransport & { asked: string[]; behaviour: Behaviour } {
  const transport = {
    origin: new URL(url).origin,
    kind: 'http' as const,
    asked: [] as string[],
    behaviour,
    async request({ method, params }: { method: string; params: readonly unknown[] }, signal: AbortSignal) {
      transport.asked.push(method)
      return transport.behaviour(method, params, signal)
    },
    close: () => {}
  }
  return transport
}

export const hang: Behaviour = (_method, _params, signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new AbortedError(signal.reason))))
