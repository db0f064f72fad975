import type { Hash } from '../../../shared/domain/hex.ts'
import type { AccessList } from './types.ts'

/** One entry per address and each slot once, whatever the case of the hex. Order of first appearance. */
export function mergeAccessList(...lists: AccessList[]): AccessList {
  const byAddress = new Map<string, { address: `0x${string}`; keys: Set<string> }>()
  for (const { address, storageKeys } of lists.flat()) {
    const entry = byAddress.get(address.toLowerCase()) ?? { address, keys: new Set<string>() }
    for (const key of storageKeys) entry.keys.add(key.toLowerCase())
    byAddress.set(address.toLowerCase(), entry)
  }
  return [...byAddress.values()].map(({ address, keys }) => ({ address, storageKeys: [...keys] as Hash[] }))
}
