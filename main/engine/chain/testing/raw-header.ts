import { hashAt } from './log-provider.ts'

/** A block header as a node sends it, on the chain `fork`. */
export const header = (number: bigint, fork = 0n, timestampSec = Number(number) * 12) => ({
  number: `0x${number.toString(16)}`,
  hash: hashAt(number, fork),
  parentHash: hashAt(number - 1n, fork),
  timestamp: `0x${timestampSec.toString(16)}`
})
