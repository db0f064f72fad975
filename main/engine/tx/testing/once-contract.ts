import { pad, toHex } from 'viem'
import type { Address, Hex } from '../../../../shared/domain/hex.ts'
import type { TxRequest } from '../types.ts'

/** Runtime code of a contract that takes each 32-byte word once and reverts on the second time, as the oracle does with outputs. */
export const onceCode: Hex = '0x5f358054600c5760019055005b5f5ffd'
export const onceAddress: Address = '0x00000000000000000000000000000000000000cc'

export const word = (n: number): Hex => pad(toHex(n), { size: 32 })

/** The request that writes word `n`, with the given parts replaced. */
export const onceRequest = (n: number, over: Partial<TxRequest> = {}): TxRequest => ({
  purpose: `write:${n}`,
  lane: 'submission',
  to: onceAddress,
  data: word(n),
  gas: { percent: 150n, extra: 50_000n },
  accessList: [{ address: onceAddress, storageKeys: [word(0)] }],
  recheck: async () => {},
  ...over
})
