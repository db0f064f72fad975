/** Why an update is not looked for, fetched or installed now. */
export type UpdateRefusal =
  | 'OFF'
  | 'NO_FEED'
  | 'NOT_INSTALLED'
  | 'UNSIGNED'
  | 'DISPUTE_OPEN'
  | 'TRANSACTION_PENDING'
  | 'ROUND_NEAR'

/** Each step but the look waits for the operator. `refusal` says why the next one is not taken now. */
export type UpdateState =
  | { kind: 'idle'; checkedAtMs: number | null; refusal: UpdateRefusal | null }
  | { kind: 'checking' }
  | { kind: 'available'; version: string; refusal: UpdateRefusal | null }
  | { kind: 'downloading'; version: string; percent: number }
  | { kind: 'ready'; version: string; refusal: UpdateRefusal | null }
  | { kind: 'installing'; version: string }
  /** `message`: one line, plain text, from outside. */
  | { kind: 'failed'; message: string }
