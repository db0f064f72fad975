import { keccak256 } from 'viem'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Signer } from '../ports.ts'
import { serializeUnsigned } from './serialize-unsigned.ts'

/** Stands for a key that is elsewhere: `sign` gives out a signed transaction that was handed in for exactly these bytes, and nothing else. */
export type ExternalSigner = Signer & { offer(deviceHash: Hash, raw: Hex): void; withdrawOffer(deviceHash: Hash): void }

export function createExternalSigner(address: Address): ExternalSigner {
  const offered = new Map<Hash, Hex>()
  return {
    address,
    async sign(tx) {
      const raw = offered.get(keccak256(serializeUnsigned(tx)))
      if (raw !== undefined) return raw
      throw new AppError(
        { code: 'SIGNER_FAILED', nonce: tx.nonce },
        { message: 'There is no signature of the device for this transaction.' }
      )
    },
    offer: (deviceHash, raw) => void offered.set(deviceHash, raw),
    withdrawOffer: (deviceHash) => void offered.delete(deviceHash)
  }
}
