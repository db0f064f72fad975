import type { Hash } from '../../../shared/domain/hex.ts'
import { RpcFault } from '../json-rpc-server.ts'

/** What a zkVM proof is asked for. */
export type ZkVmSubject = { blockHash: Hash; l1Head: Hash; key: string }

/** The first two parameters of every call to a zkVM service: hashes in hex, with or without 0x. */
export function zkVmSubject([block, head]: readonly unknown[]): ZkVmSubject {
  const [blockHash, l1Head] = [block, head].map((value) => {
    const digits = typeof value === 'string' ? value.replace(/^0x/, '').toLowerCase() : ''
    if (!/^[0-9a-f]{64}$/.test(digits)) throw new RpcFault(-32602, 'Invalid params: not a hash of 32 bytes')
    return `0x${digits}` as const
  }) as [Hash, Hash]
  return { blockHash, l1Head, key: `${blockHash}:${l1Head}` }
}

/** SP1's version that both practice services name. */
export const practiceSp1Version = 'v4.0.0'
