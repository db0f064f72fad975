import { fromHex, toHex } from 'viem'
import type { Hex } from '../../../../shared/domain/hex.ts'
import type { Signer, UnsignedTx } from '../../ports.ts'

export const modelAccount = '0x00000000000000000000000000000000000000aa'

/** "Signs" by writing the transaction down, so that the model chain can read it back. */
export const modelSigner: Signer = {
  address: modelAccount,
  sign: async (tx) => toHex(JSON.stringify(tx, (_, value) => (typeof value === 'bigint' ? value.toString() : value)))
}

type OnWire = Omit<UnsignedTx, 'maxFeePerGasWei' | 'maxPriorityFeePerGasWei'> & {
  maxFeePerGasWei: string
  maxPriorityFeePerGasWei: string
}

export function readModelTx(raw: Hex): { nonce: number; data: Hex; maxFeeWei: bigint; tipWei: bigint } {
  const { nonce, data, maxFeePerGasWei, maxPriorityFeePerGasWei } = JSON.parse(fromHex(raw, 'string')) as OnWire
  return { nonce, data, maxFeeWei: BigInt(maxFeePerGasWei), tipWei: BigInt(maxPriorityFeePerGasWei) }
}
