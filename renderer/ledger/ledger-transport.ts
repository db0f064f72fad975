import type { DeviceSignature } from '../../shared/domain/action.ts'
import type { Address, Hex } from '../../shared/domain/hex.ts'

export type LedgerConfiguration = { blindSigning: boolean; version: string }

/** One connection to the Ethereum app on a device. Rejects with whatever the library throws: `ledgerProblem` reads it. Paths are written with `'`. */
export type LedgerDevice = {
  configuration(): Promise<LedgerConfiguration>
  /** `show`: on the device as well, to be confirmed there. */
  address(path: string, options: { show: boolean }): Promise<Address>
  /** A review on the device; nobody but the user can end it. `unsigned`: 0x02 and the RLP of an unsigned transaction. */
  sign(path: string, unsigned: Hex): Promise<DeviceSignature>
  /** Called once, when this connection has ended. */
  onDisconnect(listener: () => void): () => void
  /** Lets go of the device without waiting for it. */
  close(): void
}

/** The way to a Ledger, narrow enough that another library can take its place. */
export type LedgerTransport = {
  kind: 'webhid' | 'practice'
  /** Asks the user for a device where that is needed: to be called right after a press. */
  open(): Promise<LedgerDevice>
  /** Without asking; null when there is none that may be used. */
  reopen(): Promise<LedgerDevice | null>
}
