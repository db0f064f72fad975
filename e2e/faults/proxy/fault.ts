/** One JSON-RPC call as it came in. */
export type Call = { method: string; params: readonly unknown[] }
export type RpcError = { code: number; message: string; data?: unknown }
/** Asks the real endpoint beside the call. */
export type AskUpstream = (method: string, params: readonly unknown[]) => Promise<unknown>

/** What an endpoint does instead of answering as it should. */
export type Fault =
  /** The request is read and nothing is ever said. */
  | { kind: 'time-out' }
  /** Half of the answer, and then nothing; the line stays open. */
  | { kind: 'hung-socket' }
  /** The whole answer, a byte at a time. */
  | { kind: 'slow-drip'; everyMs?: number }
  | { kind: 'hang-up' }
  | { kind: 'status'; status: number; retryAfterSec?: number }
  | { kind: 'empty' }
  | { kind: 'html' }
  | { kind: 'truncated' }
  | { kind: 'wrong-id' }
  /** An answer of at least so many bytes, without an end in sight. */
  | { kind: 'huge'; bytes?: number }
  /** An answer of the node's that is an error, in the words of some client or provider. `done`: what was asked happens all the same. */
  | { kind: 'error'; error: RpcError | ((call: Call) => RpcError); done?: true }
  /** The true answer, changed. */
  | { kind: 'edit'; edit: (answer: { result: unknown; call: Call; ask: AskUpstream }) => unknown }
  /** Another question is passed on than the one that was asked. */
  | { kind: 'rewrite'; rewrite: (call: Call) => Call }
  /** The question is passed on and its effect takes place, but the asker never hears of it. */
  | { kind: 'lost-answer' }

/** Which calls a fault meets. All conditions that are named must hold. */
export type Plan = {
  /** One of several is drawn for each call. */
  fault: Fault | readonly Fault[]
  methods?: readonly string[]
  when?: (call: Call) => boolean
  /** So many calls that fit are let through first. */
  skip?: number
  /** At most so many calls are met. */
  calls?: number
  /** From now on, for so long. */
  forMs?: number
  /** 0 to 1: how likely a call that fits is met, by the proxy's seed. */
  chance?: number
}
