import type { Address, Hex } from '../../shared/domain/hex.ts'
import { LedgerFailure } from './ledger-problem.ts'
import type { LedgerDevice } from './ledger-transport.ts'

/** What is used of the library's transport. */
export type LibraryTransport = {
  on(event: 'disconnect', listener: () => void): void
  off(event: 'disconnect', listener: () => void): void
  close(): Promise<void>
}

/** What is used of the library's Ethereum client. */
export type LibraryEth = {
  getAppConfiguration(): Promise<{ arbitraryDataEnabled: number; version: string }>
  getAddress(path: string, show?: boolean): Promise<{ address: string }>
  signTransaction(path: string, unsignedHex: string, resolution: null): Promise<{ v: string; r: string; s: string }>
}

/** The library's client on an open transport. A device that is pulled out leaves requests unanswered for ever: each is raced with that. */
export function libraryDevice(eth: LibraryEth, transport: LibraryTransport): LedgerDevice {
  const { promise: gone, reject } = Promise.withResolvers<never>()
  gone.catch(() => {})
  const onGone = (): void => reject(new LedgerFailure('UNPLUGGED'))
  transport.on('disconnect', onGone)
  const unlessGone = <T>(request: Promise<T>): Promise<T> => Promise.race([request, gone])
  return {
    async configuration() {
      const { arbitraryDataEnabled, version } = await unlessGone(eth.getAppConfiguration())
      return { blindSigning: arbitraryDataEnabled !== 0, version }
    },
    async address(path, { show }) {
      const { address } = await unlessGone(eth.getAddress(path, show))
      return address as Address
    },
    // The explicit null keeps the library from asking servers of others about the transaction.
    sign: (path, unsigned: Hex) => unlessGone(eth.signTransaction(path, unsigned.slice(2), null)),
    onDisconnect(listener) {
      transport.on('disconnect', listener)
      return () => transport.off('disconnect', listener)
    },
    // It waits for the answer to a pending request, which may never come.
    close: () => void transport.close().catch(() => {})
  }
}
