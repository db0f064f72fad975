import { keccak256 } from 'viem'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Signer } from '../ports.ts'
import { serializeUnsigned } from './serialize-unsigned.ts'

/** Stands for a key that is elsewhere: `sign` gives out a signed transaction that was handed in for exactly these bytes, and nothing else. */
export type ExternalSigner = Signer & {
  offer(id: string, signed: { deviceHash: Hash; raw: Hex }): void
  withdrawOffer(id: string): void
}

export function createExternalSigner(address: Address): ExternalSigner {
  /** By action: two may have been prepared with the same bytes. */
  const offered = new Map<string, { deviceHash: Hash; raw: Hex }>()
  return {
    address,
    async sign(tx) {
      const wanted = keccak256(serializeUnsigned(tx))
      const found = [...offered.values()].find(({ deviceHash }) => deviceHash === wanted)
      if (found) return found.raw
      throw new AppError(
        { code: 'SIGNER_FAILED', nonce: tx.nonce },
        { message: 'There is no signature of the device for this transaction.' }
      )
    },
    offer: (id, signed) => void offered.set(id, signed),
    withdrawOffer: (id) => void offered.delete(id)
  }
}
