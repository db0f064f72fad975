import { AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { ProofStore } from './proof-store.ts'

/** The store as the clients use it: a proof that cannot be kept is still a proof. */
export type ProofKeeper = {
  get(name: string): Promise<unknown>
  /** Never throws: what goes wrong is logged and stands in `problem`. */
  keep(name: string, value: unknown): Promise<void>
  forget(name: string): Promise<void>
  /** Why the newest record could not be kept; null once one could. */
  problem(): AppError | null
}

export function createProofKeeper({ store, log }: { store: ProofStore; log: Logger }): ProofKeeper {
  let problem: AppError | null = null
  return {
    get: (name) => store.get(name),
    async keep(name, value) {
      try {
        await store.put(name, value)
        problem = null
      } catch (error) {
        problem = error instanceof AppError ? error : new AppError({ code: 'PROOF_STORE_UNWRITABLE' }, { cause: error })
        log.error('prover.not-kept', { code: problem.code })
      }
    },
    forget: (name) => store.remove(name),
    problem: () => problem
  }
}
