import type { RpcRequest } from '../types.ts'

export type Range = { from: bigint; to: bigint }

/** The range that an eth_getLogs request asks for. */
export function rangeOf({ params }: Pick<RpcRequest, 'params'>): Range {
  const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
  return { from: BigInt(fromBlock), to: BigInt(toBlock) }
}

const hex = (value: bigint, bytes: number): string => `0x${value.toString(16).padStart(bytes * 2, '0')}`

/** A log as a node sends it. `fork` changes the hash of its block. */
export const rawLog = ({
  block,
  address,
  index = 0,
  fork = 0n
}: {
  block: bigint
  address: string
  index?: number
  fork?: bigint
}) => ({
  address,
  topics: [hex(1n, 32)],
  data: '0x',
  blockNumber: `0x${block.toString(16)}`,
  blockHash: hashAt(block, fork),
  transactionHash: hex(block + 7n, 32),
  transactionIndex: '0x0',
  logIndex: `0x${index.toString(16)}`,
  removed: false
})

export const hashAt = (block: bigint, fork = 0n): string => hex((fork << 128n) + block + 1n, 32)

/** One log in every so many blocks of the range. */
export function logsIn({ from, to }: Range, { every, address }: { every: bigint; address: string }): unknown[] {
  const first = ((from + every - 1n) / every) * every
  const logs: unknown[] = []
  for (let block = first; block <= to; block += every) logs.push(rawLog({ block, address }))
  return logs
}
