import { serializeTransaction, type TransactionSerializableEIP1559 } from 'viem'
import type { Hex } from '../../../shared/domain/hex.ts'
import type { UnsignedTx } from '../ports.ts'

/** The transaction in the words of the library. */
export function asEip1559(tx: UnsignedTx): TransactionSerializableEIP1559 {
  const { valueWei, maxFeePerGasWei, maxPriorityFeePerGasWei, ...rest } = tx
  return {
    ...rest,
    type: 'eip1559',
    value: valueWei,
    maxFeePerGas: maxFeePerGasWei,
    maxPriorityFeePerGas: maxPriorityFeePerGasWei
  }
}

/** 0x02 and the RLP of its fields: what is hashed and signed. */
export const serializeUnsigned = (tx: UnsignedTx): Hex => serializeTransaction(asEip1559(tx))
