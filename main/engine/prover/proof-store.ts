/**
 * Keeps what took long to get, by name. What is read back is what was written, or null: a damaged record counts as none.
 * `put` throws AppError PROOF_STORE_FULL or PROOF_STORE_UNWRITABLE and leaves the old record; `get` and `remove` never throw.
 */
export interface ProofStore {
  get(name: string): Promise<unknown>
  /** `value` is JSON. */
  put(name: string, value: unknown): Promise<void>
  remove(name: string): Promise<void>
}
