import type { RpcPool, RpcRequest } from '../types.ts'

type Answer = (request: RpcRequest) => unknown

export type ScriptedPool = RpcPool & {
  requests: RpcRequest[]
  answer: Answer
  /** Null: the pool has no websocket. */
  subscriptions: {
    params: readonly unknown[]
    onMessage: (result: unknown) => void
    onLost: () => void
    open: boolean
  }[]
}

/** A pool that answers what the test says and hands the test its subscriptions. */
export function scriptedPool(answer: Answer, { websocket = false } = {}): ScriptedPool {
  const pool: ScriptedPool = {
    role: 'l1',
    requests: [],
    answer,
    subscriptions: [],
    async request(request) {
      pool.requests.push(request)
      return pool.answer(request)
    },
    async subscribe(params, handlers) {
      if (!websocket) return null
      const subscription = { params, ...handlers, open: true }
      pool.subscriptions.push(subscription)
      return {
        unsubscribe: () => {
          subscription.open = false
        }
      }
    },
    endpoints: () => [],
    meter: () => ({}),
    close: () => {}
  }
  return pool
}
