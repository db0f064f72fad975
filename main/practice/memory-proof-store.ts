import type { ProofStore } from '../engine/prover/proof-store.ts'

/** Proofs of validators that live no longer than this process. */
export function createMemoryProofStore(): ProofStore {
  const records = new Map<string, unknown>()
  return {
    get: async (name) => structuredClone(records.get(name) ?? null),
    put: async (name, value) => void records.set(name, structuredClone(value)),
    remove: async (name) => void records.delete(name)
  }
}
