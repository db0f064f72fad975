import { privateKeyToAccount } from 'viem/accounts'
import type { Hex } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { Signer } from '../../engine/ports.ts'

/** Signs with a key held in memory. Throws KEY_INVALID when the value is no private key; `sign` throws SIGNER_FAILED. */
export function createKeySigner(privateKey: Secret<Hex>): Signer {
  const account = accountOf(privateKey)
  return {
    address: account.address,
    async sign({ chainId, nonce, to, data, valueWei, gas, accessList, ...fees }) {
      const { maxFeePerGasWei: maxFeePerGas, maxPriorityFeePerGasWei: maxPriorityFeePerGas } = fees
      const tx = { chainId, nonce, to, data, value: valueWei, gas, maxFeePerGas, maxPriorityFeePerGas, accessList }
      try {
        return await account.signTransaction({ type: 'eip1559', ...tx })
      } catch {
        // The library's message repeats the transaction; it says nothing that an operator could use.
        throw new AppError(
          { code: 'SIGNER_FAILED', nonce },
          { message: `The transaction with nonce ${nonce} could not be signed.` }
        )
      }
    }
  }
}

function accountOf(privateKey: Secret<Hex>): ReturnType<typeof privateKeyToAccount> {
  try {
    return privateKeyToAccount(privateKey.reveal())
  } catch {
    throw new AppError(
      { code: 'KEY_INVALID' },
      { message: 'The private key is not a valid one: it must be 32 bytes, in hex.' }
    )
  }
}
