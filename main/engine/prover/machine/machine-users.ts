import { AbortedError, AppError } from '../../../../shared/errors.ts'
import type { Lease } from './lease.ts'
import { type MachineProblem, machineProblem } from './machine-problem.ts'
import type { ProverMachine } from './prover-machine.ts'

type User = {
  proof: string | null
  fromMs: number
  /** Told once the prover's URL is known, or once it will not be. */
  give: (url: string) => void
  refuse: (problem: MachineProblem) => void
}

type Deps = {
  /** When the proof with this key began, before a restart too. */
  beganAtMs: (proof: string | null) => number
  /** Somebody came or went. */
  onChange: () => void
  /** The prover lost the connection under somebody. */
  onSilent: () => void
  onRefused: (problem: MachineProblem) => void
}

/** Those who need the machine at this moment. */
export type MachineUsers = Pick<ProverMachine, 'use'> & {
  count(): number
  proofs(): Lease['proofs']
  /** Unix milliseconds at which each of them came. */
  since(): number[]
  serve(url: string): void
  /** Tells all of them, or those who came at `cameBy` or before, that the machine is not to be had. */
  refuse(problem: MachineProblem, cameBy?: number): void
}

export function createMachineUsers({ beganAtMs, onChange, onSilent, onRefused }: Deps): MachineUsers {
  const users = new Set<User>()

  async function held<T>(user: User, work: () => Promise<T>): Promise<T> {
    users.add(user)
    onChange()
    try {
      return await work()
    } catch (error) {
      if (error instanceof AppError && error.code === 'PROVER_UNREACHABLE') onSilent()
      throw error
    } finally {
      users.delete(user)
      onChange()
    }
  }

  return {
    count: () => users.size,
    proofs: () => [...users].flatMap(({ proof, fromMs }) => (proof === null ? [] : [{ key: proof, fromMs }])),
    since: () => [...users].map(({ fromMs }) => fromMs),
    serve(url) {
      for (const user of users) user.give(url)
    },
    refuse(problem, cameBy = Number.POSITIVE_INFINITY) {
      for (const user of [...users]) {
        if (user.fromMs > cameBy) continue
        users.delete(user)
        onRefused(problem)
        user.refuse(problem)
      }
    },
    async use({ proof, signal }, work) {
      if (signal.aborted) throw new AbortedError(signal.reason)
      const { promise: url, resolve: give } = Promise.withResolvers<string>()
      const { promise: gone, reject } = Promise.withResolvers<never>()
      const ended = new AbortController()
      const refuse = ({ code }: MachineProblem): void => {
        reject(machineProblem(code))
        ended.abort(new Error(code))
      }
      const onAbort = (): void => reject(new AbortedError(signal.reason))
      signal.addEventListener('abort', onAbort, { once: true })
      const inner = AbortSignal.any([signal, ended.signal])
      const user: User = { proof, fromMs: beganAtMs(proof), give, refuse }
      return held(user, () => Promise.race([url.then((found) => work(found, inner)), gone])).finally(() =>
        signal.removeEventListener('abort', onAbort)
      )
    }
  }
}
