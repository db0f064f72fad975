import type { Address } from './hex.ts'

/** Secrets that the screens may put into the vault besides the validator's key: the AWS key, and URLs of channels by name. */
export type VaultView = {
  state: 'opening' | 'open' | 'locked' | 'none'
  /** What opens it: the system's key chain, or a passphrase. */
  kind: 'keychain' | 'passphrase'
  /** Why it does not open. */
  problem: { code: string; message: string } | null
  /** What is in it; known while it is locked, too. */
  names: string[]
  /** What the settings take from it. */
  wanted: string[]
  /** Whose key is kept; null while locked, or where there is none. */
  account: Address | null
  /** Unix ms until when the next passphrase waits; 0: not at all. */
  waitUntilMs: number
}

/** A key that was read and is not kept yet. */
export type KeyPreview = {
  id: string
  account: Address
  /** The account of the kept key that it would take the place of; the same one where it is known already. */
  replaces: Address | null
}
