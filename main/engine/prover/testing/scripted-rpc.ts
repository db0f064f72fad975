import type { ProverService } from '../prover-error.ts'
import type { ServiceRpc } from '../service-rpc.ts'

export type Answer = (params: readonly unknown[]) => unknown

/** A service whose answers a test writes: by method a value, or what a function makes of the parameters (it may throw, or return a promise). */
export type ScriptedRpc = ServiceRpc & { calls: { method: string; params: readonly unknown[]; timeoutMs: number }[] }

export function scriptedRpc(service: ProverService, answers: Record<string, unknown>): ScriptedRpc {
  const calls: ScriptedRpc['calls'] = []
  const ask: ServiceRpc['ask'] = async ({ method, params, timeoutMs }) => {
    calls.push({ method, params, timeoutMs })
    const answer = answers[method]
    return typeof answer === 'function' ? (answer as Answer)(params) : answer
  }
  return {
    service,
    origin: 'http://prover.example',
    calls,
    ask,
    askText: async (call) => JSON.stringify(await ask(call))
  }
}
