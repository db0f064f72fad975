import type { ProofStore } from '../proof-store.ts'

/** Records in memory, as JSON like on disk. `fail` makes every `put` throw it. */
export type MemoryProofStore = ProofStore & { records: Map<string, string>; fail: Error | null }

export function memoryProofStore(records = new Map<string, string>()): MemoryProofStore {
  const store: MemoryProofStore = {
    records,
    fail: null,
    get: async (name) => JSON.parse(records.get(name) ?? 'null') as unknown,
    async put(name, value) {
      if (store.fail) throw store.fail
      records.set(name, JSON.stringify(value))
    },
    async remove(name) {
      records.delete(name)
    }
  }
  return store
}
