import { AppError } from '../../shared/errors.ts'
import type { ProofProxy } from '../engine/prover/proxy/create-proof-proxy.ts'

/** An error that is part of an answer. */
export class RpcProblem extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

type Id = number | string | null
type Context = { proxy: ProofProxy; signal: AbortSignal }

const longestBatch = 20

/** The answer to a JSON-RPC body; null when it held notifications only. Never throws. Protocol: prover proxy. */
export async function answerText(body: string, context: Context): Promise<string | null> {
  const asked = parse(body)
  if (asked === undefined) return rpcErrorText(null, new RpcProblem(-32700, 'parse error'))
  if (!Array.isArray(asked)) return answerOne(asked, context)
  if (asked.length === 0 || asked.length > longestBatch)
    return rpcErrorText(null, new RpcProblem(-32600, `a batch holds 1 to ${longestBatch} requests`))
  const answers = await Promise.all(asked.map((one) => answerOne(one, context)))
  const told = answers.filter((answer) => answer !== null)
  return told.length === 0 ? null : `[${told.join(',')}]`
}

export const rpcErrorText = (id: Id, { code, message }: RpcProblem): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } })

async function answerOne(asked: unknown, context: Context): Promise<string | null> {
  const { jsonrpc, id, method, params } = (asked ?? {}) as Record<string, unknown>
  const askedId: Id = typeof id === 'number' || typeof id === 'string' ? id : null
  if (jsonrpc !== '2.0' || typeof method !== 'string')
    return rpcErrorText(askedId, new RpcProblem(-32600, 'invalid request'))
  // Nobody would get the answer, so nothing is begun.
  if (id === undefined) return null
  try {
    return JSON.stringify({ jsonrpc: '2.0', id: askedId, result: await call(method, params, context) })
  } catch (error) {
    return rpcErrorText(askedId, problemOf(error))
  }
}

function call(method: string, params: unknown, { proxy, signal }: Context): Promise<unknown> {
  if (method === 'spec') return proxy.spec(signal)
  if (method !== 'prove')
    throw new RpcProblem(-32601, `the method ${method.slice(0, 60)} does not exist/is not available`)
  if (!Array.isArray(params) || params.length === 0)
    throw new RpcProblem(-32602, 'missing value for required argument 0')
  const [trace] = params
  if (typeof trace !== 'string') throw new RpcProblem(-32602, 'invalid argument 0: the trace must be a string')
  if (params.length > 1) throw new RpcProblem(-32602, 'too many arguments, want at most 1')
  if (!isJsonObject(trace)) throw new RpcProblem(-32602, 'invalid argument 0: the trace is no JSON object')
  return proxy.prove(trace, signal)
}

function isJsonObject(text: string): boolean {
  const value = parse(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The prover's own code where it gave one, else -32000. */
function problemOf(error: unknown): RpcProblem {
  if (error instanceof RpcProblem) return error
  if (!(error instanceof AppError)) return new RpcProblem(-32603, 'internal error')
  const { rpcCode } = error.meta
  return new RpcProblem(typeof rpcCode === 'number' ? rpcCode : -32000, error.message)
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
