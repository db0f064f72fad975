import type { Hash } from './hex.ts'

/** Why nothing is signed until the operator resumes. */
export type PauseView = {
  /** `FOREIGN_TRANSACTION`, `NONCE_CONFLICT`: somebody else uses the key. Others: the journal cannot be kept. */
  code: string
  message: string
  nonce: number | null
  /** Of the transaction that is not ours, where it could be found. */
  hash: Hash | null
  sinceMs: number
}

/** Two sources that contradict each other about what an act depends on. */
export type ObjectionView = {
  /** `submit-output`, `bisect`, `withdraw`, ... */
  act: string
  purpose: string
  /** `nonce`, `ValidatorManager.inJail`, `call`, ... */
  field: string
  /** Origins only. */
  sources: readonly [string, string]
  /** Both values, and what came of the act. */
  message: string
  /** The act went ahead in spite of it: being late would have been the bigger loss. */
  insisted: boolean
  sinceMs: number
}

/** What keeps the key from being used wrongly. */
export type GuardView = {
  pause: PauseView | null
  /** Whether there is a second source of L1, and of output roots. */
  second: { l1: boolean; roots: boolean }
  objections: ObjectionView[]
}

export const openGuard: GuardView = { pause: null, second: { l1: false, roots: false }, objections: [] }
