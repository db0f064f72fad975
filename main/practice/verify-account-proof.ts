import { fromRlp, type Hex, keccak256 } from 'viem'
import type { Address, Hash } from '../../shared/domain/hex.ts'

/** An account as the state trie holds it. */
export type ProvenAccount = { nonce: Hex; balance: Hex; storageHash: Hash; codeHash: Hash }

/** Walks an `eth_getProof` account proof from the state root down and returns the account that it proves; null when it proves none (wrong hash on the way, another path, no such account). */
export function verifyAccountProof(input: {
  stateRoot: Hash
  address: Address
  proof: readonly Hex[]
}): ProvenAccount | null {
  const value = walk({ root: input.stateRoot, path: keccak256(input.address).slice(2), nodes: input.proof })
  if (value === null) return null
  const [nonce, balance, storageHash, codeHash] = fromRlp(value, 'hex') as Hex[]
  return nonce && balance && storageHash && codeHash ? { nonce, balance, storageHash, codeHash } : null
}

type Walk = { root: Hash; path: string; nodes: readonly Hex[] }

function walk({ root, path, nodes }: Walk): Hex | null {
  const [node, ...rest] = nodes
  if (node === undefined || keccak256(node) !== root) return null
  const items = fromRlp(node, 'hex') as Hex[]
  if (items.length === 17)
    return walk({ root: items[Number.parseInt(path[0] ?? '0', 16)] ?? '0x', path: path.slice(1), nodes: rest })
  const { nibbles, isLeaf } = unpackPath(items[0] ?? '0x')
  const next = items[1] ?? '0x'
  if (isLeaf) return nibbles === path && rest.length === 0 ? next : null
  return path.startsWith(nibbles) ? walk({ root: next, path: path.slice(nibbles.length), nodes: rest }) : null
}

/** Hex-prefix encoding: the first nibble tells leaf from extension and odd from even. */
function unpackPath(packed: Hex): { nibbles: string; isLeaf: boolean } {
  const flag = Number.parseInt(packed[2] ?? '0', 16)
  return { nibbles: packed.slice(flag % 2 === 1 ? 3 : 4), isLeaf: flag >= 2 }
}
