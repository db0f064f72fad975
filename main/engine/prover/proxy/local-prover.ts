import { AbortedError, AppError } from '../../../../shared/errors.ts'
import type { Clock } from '../../runtime/clock.ts'
import { withTimeout } from '../../runtime/with-timeout.ts'
import type { LocalProver } from '../connect-prover.ts'
import { machineProblem } from '../machine/machine-problem.ts'
import type { MachineStatus } from '../machine/prover-machine.ts'
import { proverError } from '../prover-error.ts'
import type { ServiceRpc } from '../service-rpc.ts'
import type { ProofProxy } from './create-proof-proxy.ts'

type Deps = { proxy: ProofProxy; label: string; status: () => MachineStatus; clock: Clock }
type Call = Parameters<ServiceRpc['ask']>[0]

/** The proxy as the zkEVM client's service, without HTTP in between. Its `spec`, which the health watch asks for, never starts the machine: it answers what is known, or throws what is wrong with the machine. */
export function createLocalProver({ proxy, label, status, clock }: Deps): LocalProver {
  async function spec(): Promise<unknown> {
    const { problem } = status()
    if (problem) throw machineProblem(problem.code)
    return proxy.knownSpec()
  }

  function prove({ params, timeoutMs, signal }: Call): Promise<unknown> {
    const seconds = Math.round(timeoutMs / 1000)
    const onTimeout = (): Error =>
      proverError({ code: 'PROVER_TIMEOUT', service: 'zkEVM prover', detail: `prove: no answer within ${seconds} s` })
    const [trace] = params
    return withTimeout({ clock, ms: timeoutMs, signal, onTimeout }, (inner) => proxy.prove(String(trace), inner))
  }

  const connect: LocalProver['connect'] = (onOutcome) => {
    const ask = async (call: Call): Promise<unknown> => {
      try {
        const value = await (call.method === 'spec' ? spec() : prove(call))
        onOutcome(null)
        return value
      } catch (error) {
        if (error instanceof AppError && !(error instanceof AbortedError)) onOutcome(error)
        throw error
      }
    }
    const askText = async (call: Call): Promise<string> => JSON.stringify(await ask(call))
    return { service: 'zkEVM prover', origin: label, ask, askText }
  }
  return { label, connect }
}
