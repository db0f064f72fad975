import { concatHex, keccak256, numberToHex, stringToHex } from 'viem'
import type { Hash } from '../../shared/domain/hex.ts'

/** A wrong output root for an L2 block, or null where the truth is told. */
export type Lie = (l2BlockNumber: bigint) => Hash | null

export type LieRange = {
  fromBlock: bigint
  /** The last one; for good when left out. */
  toBlock?: bigint
}

/** One lie about a range, the same whoever asks and however often. Two names never agree about a block. */
export function createLie({ name, fromBlock, toBlock }: LieRange & { name: string }): Lie {
  const salt = keccak256(stringToHex(`practice lie of ${name}`))
  return (block) =>
    block < fromBlock || (toBlock !== undefined && block > toBlock)
      ? null
      : keccak256(concatHex([salt, numberToHex(block, { size: 32 })]))
}
