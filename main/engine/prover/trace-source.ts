import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { inputMismatch } from './prover-error.ts'
import type { ServiceRpc } from './service-rpc.ts'

/** The trace of an L2 block as the JSON text that a prover wants. */
export type TraceSource = (block: { number: bigint; hash: Hash }, signal: AbortSignal) => Promise<string>

type Deps = { nodes: readonly ServiceRpc[]; timeoutMs: number; maxBytes: number }

/** Asks the L2 execution nodes in the operator's order, and passes the text on as it is: a prover's proxy knows equal requests by it. Throws TRACE_UNAVAILABLE or PROOF_INPUT_MISMATCH. */
export function createTraceSource({ nodes, timeoutMs, maxBytes }: Deps): TraceSource {
  return async ({ number, hash }, signal) => {
    const params = [`0x${number.toString(16)}`]
    const call = { method: 'kroma_getBlockTraceByNumberOrHash', params, timeoutMs, maxBytes, signal }
    let problem: AppError | null = null
    for (const node of nodes) {
      try {
        return checked(await node.askText(call), hash)
      } catch (error) {
        if (error instanceof AbortedError || !(error instanceof AppError)) throw error
        problem = error
      }
    }
    if (problem?.code === 'PROOF_INPUT_MISMATCH') throw problem
    throw unavailable(problem)
  }
}

/** After a reorganisation the number means another block. */
function checked(trace: string, hash: Hash): string {
  if (!trace.startsWith('{')) throw inputMismatch('the block trace is no object')
  if (!trace.toLowerCase().includes(hash.toLowerCase())) throw inputMismatch('the block trace is about another block')
  return trace
}

const unavailable = (cause: AppError | null): AppError =>
  new AppError(
    { code: 'TRACE_UNAVAILABLE', detail: String(cause?.meta.detail ?? 'no node configured') },
    {
      message: `No L2 execution node gives the block's trace (${cause?.meta.detail ?? 'no node configured'}). It must answer kroma_getBlockTraceByNumberOrHash.`,
      retryable: true,
      cause
    }
  )
